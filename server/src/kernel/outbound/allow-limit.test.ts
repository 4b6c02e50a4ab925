import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, test } from 'vitest'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { createAllowLimit, defaultAllowMax, limitAllowList, metadataAddresses } from './allow-limit.ts'
import { compileAllowList, parseAllowEntry } from './allow-list.ts'
import { createFetchExternal } from './fetch-external.ts'

const everything = ['0.0.0.0/0', '::/0']
const limitOf = (max: readonly string[] = defaultAllowMax) => createAllowLimit({ max, port: 3000, databasePort: 5432 })
const refusalOf = (text: string, max?: readonly string[]) => limitOf(max).refusalOf(parseAllowEntry(text)!)

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((client) => client.close()))
})

/** How a call ends when a workspace lists `entries`, and names resolve to `address`. */
async function callOutcome(
  url: string,
  entries: string[],
  options: { max?: readonly string[]; address?: string } = {},
) {
  const address = options.address ?? '127.0.0.1'
  const fetchExternal = createFetchExternal({
    resolve: async () => [{ address, family: address.includes(':') ? 6 : 4 }],
  })
  closing.push(fetchExternal)
  const allow = limitAllowList(compileAllowList(entries, 'a'), limitOf(options.max))
  const { outcome, error } = await fetchExternal({ method: 'GET', url, allow, timeoutMs: 300 })
  return outcome === 'blocked' ? error?.code : outcome
}

describe('what admins may allow', () => {
  test.each(['10.1.2.3', '10.1.0.0/16', '172.16.0.0/12', '192.168.1.5:8080', 'fd12::1', 'crm.internal', '8.8.8.8'])(
    '%s is accepted',
    (entry) => {
      expect(refusalOf(entry)).toBeNull()
    },
  )

  test.each([
    ['127.0.0.1', 'outsideLimit'],
    ['[::1]:8080', 'outsideLimit'],
    ['127.0.0.0/8', 'outsideLimit'],
    ['0.0.0.0/0', 'outsideLimit'],
    ['::/0', 'outsideLimit'],
    ['169.254.1.1', 'outsideLimit'],
    ['169.254.0.0/16', 'outsideLimit'],
    ['fe80::1', 'outsideLimit'],
    ['::ffff:127.0.0.1', 'outsideLimit'],
    ['127.0.0.1:3000', 'ownService'],
    ['10.0.0.5:5432', 'ownService'],
  ])('%s is refused: %s', (entry, refusal) => {
    expect(refusalOf(entry)).toBe(refusal)
  })

  const inIPv6 = (address: string) => (address.includes(':') ? [] : [`::ffff:${address}`, `64:ff9b::${address}`])
  test.each(metadataAddresses.flatMap((address) => [address, ...inIPv6(address)]))(
    'the metadata address %s is refused, whatever the limit is',
    (entry) => {
      expect(refusalOf(entry)).toBe('metadata')
      expect(refusalOf(entry, everything)).toBe('metadata')
    },
  )

  test('this server is refused at every address of this machine', () => {
    const own = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
    expect(own.length).toBeGreaterThan(0)
    for (const address of own) expect(limitOf(everything).mayOpen(address, 3000)).toBe(false)
    for (const address of own) expect(limitOf(everything).mayOpen(address, 3001)).toBe(true)
  })
})

describe('calls through what admins allowed', () => {
  test.each([
    ['a loopback address', ['127.0.0.1'], 'http://127.0.0.1:9/', {}],
    ['a name that leads to loopback', ['inside.example'], 'http://inside.example:9/', {}],
    ['every address', everything, 'http://127.0.0.1:9/', {}],
    ['a metadata address', ['169.254.169.254'], 'http://169.254.169.254/', { max: everything }],
    [
      'a name that leads to metadata',
      ['inside.example'],
      'http://inside.example/',
      { max: everything, address: '169.254.169.254' },
    ],
    ['this server', ['127.0.0.1'], 'http://127.0.0.1:3000/', { max: everything }],
    ['a name that leads to this server', ['inside.example'], 'http://inside.example:3000/', { max: everything }],
    ['the database', ['10.0.0.0/8'], 'http://10.0.0.5:5432/', {}],
  ])('%s stays closed', async (_what, entries, url, options) => {
    expect(await callOutcome(url, entries, options)).toMatch(/^(addressNotAllowed|httpNotAllowed)$/)
  })

  test('a listed name inside the limit is reached over http', async () => {
    await using target = await startCalloutServer()
    const url = `http://inside.example:${target.port}/echo`
    expect(await callOutcome(url, ['inside.example'], { max: ['127.0.0.0/8'] })).toBe('ok')
  })

  test('the list of the operator opens what admins cannot', async () => {
    await using target = await startCalloutServer()
    const fetchExternal = createFetchExternal({ allow: [target.allow] })
    closing.push(fetchExternal)
    const allow = limitAllowList(compileAllowList([], 'a'), limitOf([]))
    expect(await fetchExternal({ method: 'GET', url: `${target.url}/echo`, allow })).toMatchObject({ outcome: 'ok' })
  })
})
