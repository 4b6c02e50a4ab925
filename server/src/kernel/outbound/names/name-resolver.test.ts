import { expect, test } from 'vitest'
import { startCalloutServer } from '../../../../test/callout-server.ts'
import { type NameRecords, startNameServer } from '../../../../test/name-server.ts'
import { compileAllowList } from '../allow-list.ts'
import { createFetchExternal } from '../fetch-external.ts'
import { createNameResolver, type NameResolverOptions, NameNotResolved } from './name-resolver.ts'
import { parseHosts, parseResolverSettings } from './name-settings.ts'

const noSettings = async () => ({ hosts: new Map(), searchDomains: [], ndots: 1 })

async function build(records: NameRecords, options: NameResolverOptions = {}) {
  const server = await startNameServer(records)
  const clock = { ms: 1, monotonic: () => clock.ms }
  const resolve = createNameResolver({ clock, servers: [server.address], readSettings: noSettings, ...options })
  const addressesOf = async (name: string) => (await resolve(name, 'a')).map(({ address }) => address)
  return { server, clock, resolve, addressesOf, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

const reasonOf = (answer: Promise<unknown>) =>
  answer.then(
    () => null,
    (error: unknown) => (error instanceof NameNotResolved ? error.reason : error),
  )

test('a name has its addresses of both families', async () => {
  await using names = await build({
    'both.example': { addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'] },
    'four.example': { addresses: ['192.0.2.3'] },
    'six.example': { addresses: ['2001:db8::2'] },
  })
  expect((await names.addressesOf('both.example')).toSorted()).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1'])
  expect(await names.addressesOf('FOUR.example')).toEqual(['192.0.2.3'])
  expect(await names.addressesOf('six.example')).toEqual(['2001:db8::2'])
})

test('an answer is kept for as long as its name server says', async () => {
  await using names = await build({
    'kept.example': { addresses: ['192.0.2.1'], ttl: 120 },
    'fleeting.example': { addresses: ['192.0.2.1'], ttl: 0 },
  })
  const asked = () => names.server.questions.length
  await names.addressesOf('kept.example')
  const once = asked()
  names.server.records['kept.example'] = { addresses: ['192.0.2.9'], ttl: 120 }
  names.clock.ms = 119_000
  expect(await names.addressesOf('kept.example')).toEqual(['192.0.2.1'])
  expect(asked()).toBe(once)
  names.clock.ms = 121_000
  expect(await names.addressesOf('kept.example')).toEqual(['192.0.2.9'])

  const before = asked()
  await names.addressesOf('fleeting.example')
  await names.addressesOf('fleeting.example')
  expect(asked() - before).toBe(4)
})

test('that a name does not exist, or that nobody answers, is kept for a few seconds', async () => {
  await using names = await build({ 'failing.example': 'failing', 'silent.example': 'silent' }, { timeLimitMs: 100 })
  expect(await reasonOf(names.resolve('nowhere.example', 'a'))).toBe('notFound')
  expect(await reasonOf(names.resolve('failing.example', 'a'))).toBe('noAnswer')
  expect(await reasonOf(names.resolve('silent.example', 'a'))).toBe('noAnswer')
  names.server.records['nowhere.example'] = { addresses: ['192.0.2.1'] }
  names.server.records['silent.example'] = { addresses: ['192.0.2.1'] }
  expect(await reasonOf(names.resolve('nowhere.example', 'a'))).toBe('notFound')
  expect(await reasonOf(names.resolve('silent.example', 'a'))).toBe('noAnswer')
  names.clock.ms = 11_000
  expect(await names.addressesOf('nowhere.example')).toEqual(['192.0.2.1'])
  expect(await names.addressesOf('silent.example')).toEqual(['192.0.2.1'])
})

test('many at once ask for a name once', async () => {
  await using names = await build({ 'busy.example': { addresses: ['192.0.2.1'], ttl: 0 } })
  await Promise.all(Array.from({ length: 20 }, (_, n) => names.resolve('busy.example', `workspace ${n % 4}`)))
  expect(names.server.questions).toHaveLength(2)
})

test('the hosts file counts before DNS, and localhost is this machine', async () => {
  const hosts = parseHosts(
    '# comment\n10.0.0.5  crm.example crm # the CRM\nfd00::5 crm\n127.0.0.1\tlocalhost\nnonsense x\n',
  )
  await using names = await build(
    { 'crm.example': { addresses: ['192.0.2.1'] }, 'app.localhost': { addresses: ['192.0.2.1'] } },
    { readSettings: async () => ({ hosts, searchDomains: [], ndots: 1 }) },
  )
  expect(await names.addressesOf('crm.example')).toEqual(['10.0.0.5'])
  expect((await names.addressesOf('crm')).toSorted()).toEqual(['10.0.0.5', 'fd00::5'])
  expect(await names.addressesOf('localhost')).toEqual(['127.0.0.1'])
  expect(await names.addressesOf('app.localhost')).toEqual(['127.0.0.1', '::1'])
  expect(names.server.questions).toEqual([])
})

test('a short name is looked for in the search domains', async () => {
  const settings = parseResolverSettings(
    'nameserver 10.0.0.1\nsearch team.example. example\noptions timeout:1 ndots:2\n',
  )
  expect(settings).toEqual({ searchDomains: ['team.example', 'example'], ndots: 2 })
  await using names = await build(
    {
      'crm.example': { addresses: ['10.0.0.6'] },
      'crm.team': { addresses: ['192.0.2.1'] },
      'a.b.c': { addresses: ['192.0.2.2'] },
    },
    { readSettings: async () => ({ hosts: new Map(), ...settings }) },
  )
  expect(await names.addressesOf('crm')).toEqual(['10.0.0.6'])
  expect(await names.addressesOf('crm.team')).toEqual(['192.0.2.1'])
  expect(await names.addressesOf('a.b.c')).toEqual(['192.0.2.2'])
  expect(await reasonOf(names.resolve('nowhere', 'a'))).toBe('notFound')
})

test('a name server that never answers for IPv6 costs no address', async () => {
  await using names = await build({ 'four.example': { addresses: ['192.0.2.3'] } }, { timeLimitMs: 2_000 })
  expect(await names.addressesOf('four.example')).toEqual(['192.0.2.3'])
})

test('calls of another workspace go on while the name servers of one are silent', async () => {
  await using target = await startCalloutServer()
  const deadNames = Array.from({ length: 20 }, (_, n) => `dead${n}.example`)
  await using server = await startNameServer({
    ...Object.fromEntries(deadNames.map((name) => [name, 'silent' as const])),
    'target.example': { addresses: ['127.0.0.1'], ttl: 0 },
  })
  const resolve = createNameResolver({ servers: [server.address], readSettings: noSettings })
  const fetchExternal = createFetchExternal({ resolve, allow: ['127.0.0.0/8'] })
  let ended = 0
  const calls = deadNames.map((name) =>
    fetchExternal({ method: 'GET', url: `https://${name}/`, allow: compileAllowList([], 'a'), timeoutMs: 500 }).then(
      () => ended++,
    ),
  )
  await server.waitForNames(8)
  const url = `http://target.example:${target.port}/echo`
  const reply = await fetchExternal({ method: 'GET', url, allow: compileAllowList([], 'b') })
  expect(reply).toMatchObject({ outcome: 'ok', status: 200 })
  expect(ended).toBe(0)
  // The ninth name of the workspace waits for one of the first eight.
  expect(new Set(server.questions).size).toBe(9)
  await Promise.all(calls)
  await fetchExternal.close()
})
