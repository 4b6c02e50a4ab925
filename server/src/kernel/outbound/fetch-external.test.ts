import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { compileAllowList } from './allow-list.ts'
import { createFetchExternal, type ExternalRequest, type FetchExternalOptions } from './fetch-external.ts'
import { NameNotResolved } from './names/name-resolver.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()))
})

function client(options: FetchExternalOptions = {}) {
  const fetchExternal = createFetchExternal(options)
  opened.push(fetchExternal)
  return fetchExternal
}

const get = (url: string, more: Partial<ExternalRequest> = {}): ExternalRequest => ({ method: 'GET', url, ...more })

describe('what may be reached', () => {
  test.each([
    'https://127.0.0.1/',
    'https://localhost/',
    'https://api.localhost/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.0.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://0.0.0.0/',
    'https://255.255.255.255/',
    'https://224.0.0.1/',
    'https://192.0.2.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[fe80::1]/',
    'https://[fd12:3456::1]/',
    'https://[ff02::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b:1::a00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001::1]/',
    'https://[2001:db8::1]/',
  ])('refuses %s, whose address is not public', async (url) => {
    const reply = await client()(get(url))
    expect(reply).toMatchObject({ outcome: 'blocked', status: null, error: { code: 'addressNotAllowed' } })
  })

  test.each([
    ['http://example.com/', 'httpNotAllowed'],
    ['http://8.8.8.8/', 'httpNotAllowed'],
    ['ftp://example.com/', 'schemeRefused'],
    ['file:///etc/passwd', 'schemeRefused'],
    ['https://user:secret@example.com/', 'credentialsInUrl'],
    ['not a url', 'urlInvalid'],
    ['https://256.256.256.256/', 'urlInvalid'],
  ])('refuses %s with %s', async (url, code) => {
    expect(await client()(get(url))).toMatchObject({ outcome: 'blocked', error: { code } })
  })

  test('reaches a private address over http when server or workspace list it, and only on the listed port', async () => {
    await using target = await startCalloutServer()
    await using other = await startCalloutServer()
    const byServer = await client({ allow: [target.allow] })(get(`${target.url}/echo`))
    expect(byServer).toMatchObject({ outcome: 'ok', status: 200, error: null })

    const fetchExternal = client()
    const allow = compileAllowList([target.allow])
    expect(await fetchExternal(get(`${target.url}/echo`, { allow }))).toMatchObject({ outcome: 'ok' })
    expect(await fetchExternal(get(`${other.url}/echo`, { allow }))).toMatchObject({ outcome: 'blocked' })
    expect(other.received).toBe(0)
  })

  test('lends no open connection of one workspace to another that does not list the target', async () => {
    await using target = await startCalloutServer()
    const fetchExternal = client()
    const allow = compileAllowList(['127.0.0.0/8'])
    expect(await fetchExternal(get(`${target.url}/echo`, { allow }))).toMatchObject({ outcome: 'ok' })
    expect(await fetchExternal(get(`${target.url}/echo`))).toMatchObject({ outcome: 'blocked' })
    expect(target.received).toBe(1)
  })

  test('judges a name by every address it resolves to, at the moment of connecting', async () => {
    await using target = await startCalloutServer()
    const answers = ['93.184.216.34', '127.0.0.1']
    // The first resolved address is public, the second private, as in a DNS rebinding attack.
    const resolve = async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]
    const fetchExternal = client({ resolve })
    const url = `https://rebinding.example:${target.port}/echo`
    const first = await fetchExternal(get(url, { timeoutMs: 300 }))
    expect(first.outcome).not.toBe('ok')
    const second = await fetchExternal(get(url))
    expect(second).toMatchObject({
      outcome: 'blocked',
      error: { code: 'addressNotAllowed', host: 'rebinding.example' },
    })
    expect(target.connections).toBe(0)
  })

  test('connects to the public address of a name that also has a private one', async () => {
    const asked: string[] = []
    const resolve = async (host: string) => {
      asked.push(host)
      return [
        { address: '10.0.0.1', family: 4 },
        { address: '::ffff:10.0.0.1', family: 6 },
      ]
    }
    expect(await client({ resolve })(get('https://mixed.example/'))).toMatchObject({ outcome: 'blocked' })
    expect(asked).toEqual(['mixed.example'])
  })

  test('a listed range lets a name in, also over http, as far as its addresses lie in the range', async () => {
    await using target = await startCalloutServer()
    const resolve = async (host: string) => [
      { address: host === 'inside.example' ? '127.0.0.1' : '10.0.0.1', family: 4 },
    ]
    const fetchExternal = client({ resolve, allow: ['127.0.0.0/8'] })
    expect(await fetchExternal(get(`http://inside.example:${target.port}/echo`))).toMatchObject({ outcome: 'ok' })
    expect(await fetchExternal(get(`http://outside.example:${target.port}/echo`))).toMatchObject({ outcome: 'blocked' })
  })

  test('plain http to a public name stays refused when the list holds only ranges of other addresses', async () => {
    const resolve = async () => [{ address: '93.184.216.34', family: 4 }]
    const reply = await client({ resolve, allow: ['10.0.0.0/8'] })(get('http://public.example/'))
    expect(reply).toMatchObject({ outcome: 'blocked', error: { code: 'httpNotAllowed' } })
  })

  test('an address without a public twin is not asked of a resolver, and a listed one is not resolved per request', async () => {
    await using target = await startCalloutServer()
    let asked = 0
    const resolve = async () => {
      asked++
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const fetchExternal = client({ resolve, allow: [target.allow] })
    for (let i = 0; i < 20; i++) await fetchExternal(get(`${target.url}/echo`))
    expect(asked).toBe(0)
    // At most two instead of twenty: the next request may start before the pool has the first connection back.
    expect(target.connections).toBeLessThanOrEqual(2)
  })
})

describe('the demo echo', () => {
  test('is reachable as exactly its address, by POST', async () => {
    await using target = await startCalloutServer()
    const fetchExternal = client({ demoEchoUrl: `${target.url}/demo/echo` })
    const post = (url: string) => fetchExternal({ method: 'POST', url, body: '{}' })
    expect(await post(`${target.url}/demo/echo`)).toMatchObject({ outcome: 'ok', status: 200 })
    expect(await post(`${target.url}/demo/echo?x=1`)).toMatchObject({ outcome: 'blocked' })
    expect(await post(`${target.url}/demo/echo/../../api`)).toMatchObject({ outcome: 'blocked' })
    expect(await post(`${target.url}/other`)).toMatchObject({ outcome: 'blocked' })
    expect(await fetchExternal(get(`${target.url}/demo/echo`))).toMatchObject({ outcome: 'blocked' })
    expect(target.received).toBe(1)
  })

  test('leads nowhere else', async () => {
    await using target = await startCalloutServer({
      answer: () => ({ status: 307, headers: { location: '/elsewhere' } }),
    })
    const fetchExternal = client({ demoEchoUrl: `${target.url}/demo/echo` })
    const reply = await fetchExternal({ method: 'POST', url: `${target.url}/demo/echo`, maxRedirects: 3 })
    expect(reply).toMatchObject({ outcome: 'ok', status: 307 })
    expect(target.received).toBe(1)
  })
})

describe('redirects', () => {
  test('are replies unless asked for', async () => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/redirect?to=/echo`))
    expect(reply).toMatchObject({ outcome: 'ok', status: 302 })
    expect(reply.headers['location']).toBe('/echo')
  })

  test('are judged like the first address: one that leads to a private target is blocked', async () => {
    await using inside = await startCalloutServer()
    await using target = await startCalloutServer()
    const fetchExternal = client({ allow: [target.allow] })
    for (const to of [
      `${inside.url}/echo`,
      'https://169.254.169.254/',
      'https://[::ffff:127.0.0.1]/',
      'http://example.com/',
    ]) {
      const reply = await fetchExternal(get(`${target.url}/redirect?to=${encodeURIComponent(to)}`, { maxRedirects: 3 }))
      expect(reply.outcome).toBe('blocked')
    }
    expect(inside.received).toBe(0)
  })

  test('end after three', async () => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/loop`, { maxRedirects: 99 }))
    expect(reply).toMatchObject({ outcome: 'ok', status: 302 })
    expect(target.received).toBe(4)
  })

  test('take no secret to another origin, and turn a POST into a GET as browsers do', async () => {
    await using other = await startCalloutServer()
    await using target = await startCalloutServer()
    const fetchExternal = client({ allow: [target.allow, other.allow] })
    const to = encodeURIComponent(`${other.url}/echo`)
    const headers = {
      authorization: 'Bearer s3cret',
      'x-api-key': 's3cret',
      'content-type': 'application/json',
      accept: '*/*',
    }
    await fetchExternal({
      method: 'POST',
      url: `${target.url}/redirect?to=${to}`,
      headers,
      body: '{}',
      maxRedirects: 1,
    })
    expect(other.requests[0]).toMatchObject({ method: 'GET', body: '' })
    expect(JSON.stringify(other.requests)).not.toContain('s3cret')

    const again = `${target.url}/redirect?status=307&to=${to}`
    await fetchExternal({ method: 'POST', url: again, headers, body: '{"a":1}', maxRedirects: 1 })
    expect(other.requests[1]).toMatchObject({ method: 'POST', body: '{"a":1}' })
    expect(JSON.stringify(other.requests)).not.toContain('s3cret')
  })
})

describe('requests that would break the protocol', () => {
  test.each([
    ['x-note', 'a\r\nx-injected: 1'],
    ['x-note', 'a\nb'],
    ['x-note', 'a\0b'],
    ['x-note', '日本'],
    ['x note', 'a'],
    ['x:note', 'a'],
    ['', 'a'],
    ['Host', 'inside.example'],
    ['Transfer-Encoding', 'chunked'],
    ['content-length', '0'],
  ])('refuses the header %j: %j', async (name, value) => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/echo`, { headers: { [name]: value } }))
    expect(reply).toMatchObject({ outcome: 'blocked', error: { code: 'headerRefused', header: name } })
    expect(target.received).toBe(0)
  })

  test('refuses methods that are no callout', async () => {
    await using target = await startCalloutServer()
    const fetchExternal = client({ allow: [target.allow] })
    for (const method of ['CONNECT', 'TRACE', 'GET / HTTP/1.1\r\nx: y']) {
      const reply = await fetchExternal({ method, url: `${target.url}/echo` })
      expect(reply).toMatchObject({ outcome: 'blocked', error: { code: 'methodRefused' } })
    }
    expect(target.connections).toBe(0)
  })

  test('sends method, path, query, headers and body as given', async () => {
    await using target = await startCalloutServer()
    await client({ allow: [target.allow] })({
      method: 'patch',
      url: `${target.url}/a%2Fb?q=%E6%97%85&x=1`,
      headers: { 'content-type': 'text/plain', 'x-note': 'ok' },
      body: '旅路',
    })
    expect(target.requests[0]).toMatchObject({
      method: 'PATCH',
      path: '/a%2Fb?q=%E6%97%85&x=1',
      body: '旅路',
      headers: { 'x-note': 'ok', 'content-length': '6', host: `127.0.0.1:${target.port}` },
    })
  })
})

describe('replies that misbehave', () => {
  const limits = { maxReplyBytes: 100_000, timeoutMs: 5_000 }

  test('an endless reply is cut at the limit and its connection closed', async () => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/endless`, limits))
    expect(reply).toMatchObject({ outcome: 'replyTooLarge', status: 200, truncated: true, error: { limit: 100_000 } })
    expect(reply.body.length).toBe(100_000)
  })

  test('a reply of exactly the limit is complete', async () => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/large?bytes=100000`, limits))
    expect(reply).toMatchObject({ outcome: 'ok', truncated: false })
    expect(reply.body.length).toBe(100_000)
  })

  test.each(['gzip-bomb', 'br-bomb'])('a %s is not unfolded', async (path) => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/${path}`, limits))
    expect(reply).toMatchObject({ outcome: 'replyTooLarge', status: 200, truncated: true })
    expect(reply.body.length).toBe(0)
  })

  test.each(['gzip', 'br', 'deflate', 'deflate-raw'])('a reply compressed with %s is read', async (path) => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/${path}`, limits))
    expect(reply.body.toString()).toBe('{"ok":true}')
  })

  test('more headers than the limit are refused', async () => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/many-headers`, limits))
    expect(reply).toMatchObject({ outcome: 'replyTooLarge', error: { code: 'replyHeadersTooLarge' } })
  })

  test.each([
    ['broken-gzip', 'replyUndecodable'],
    ['reset', 'connectionClosed'],
    ['cut', 'connectionClosed'],
    ['garbage', 'replyUnreadable'],
  ])('%s is a network fault: %s', async (path, code) => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`${target.url}/${path}`, limits))
    expect(reply).toMatchObject({ outcome: 'network', error: { code } })
  })

  test.each(['hang', 'drip', 'slow?ms=2000'])(
    '%s ends with the time limit, which is one clock for everything',
    async (path) => {
      await using target = await startCalloutServer()
      const reply = await client({ allow: [target.allow] })(get(`${target.url}/${path}`, { timeoutMs: 120 }))
      expect(reply).toMatchObject({ outcome: 'timeout', error: { code: 'timedOut', limitMs: 120 } })
      expect(reply.durationMs).toBeGreaterThan(100)
      expect(reply.durationMs).toBeLessThan(1500)
    },
  )

  test('a server that accepts and never speaks ends with the time limit too', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const fetchExternal = client({ allow: [`127.0.0.1:${port}`] })
    expect(await fetchExternal(get(`http://127.0.0.1:${port}/`, { timeoutMs: 100 }))).toMatchObject({
      outcome: 'timeout',
    })
    await fetchExternal.close()
    silent.close()
  })

  test('a request that timed out while it waited for a connection is never sent', async () => {
    await using target = await startCalloutServer()
    const fetchExternal = client({ allow: [target.allow], connectionsPerOrigin: 1 })
    const first = fetchExternal(get(`${target.url}/slow?ms=300`))
    const second = await fetchExternal({ method: 'POST', url: `${target.url}/echo`, timeoutMs: 50 })
    expect(second.outcome).toBe('timeout')
    expect((await first).outcome).toBe('ok')
    expect(await fetchExternal(get(`${target.url}/echo`))).toMatchObject({ outcome: 'ok' })
    expect(target.requests.map(({ method }) => method)).toEqual(['GET', 'GET'])
  })

  const continues = 'HTTP/1.1 100 Continue\r\n\r\n'
  const early = 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'
  const replyOf = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`

  test.each<[string, string, string]>([
    ['one', continues, 'done'],
    ['two', continues + continues, 'done'],
    ['one with headers', 'HTTP/1.1 100 Continue\r\nx-a: b\r\n\r\n', 'done'],
    ['one without a reason', 'HTTP/1.0 100\r\n\r\n', 'done'],
    ['one beside early hints', continues + early + continues, 'done'],
    ['one before a body that looks like one', continues, continues + continues],
    ['none before a body that looks like one', '', continues],
  ])('a 100 Continue that nobody asked for is passed over: %s, in any pieces', async (_name, before, body) => {
    for (const size of [1, 7, 24, 26, 10_000]) {
      const talking = createServer((socket) => {
        socket.setNoDelay(true)
        socket.on('error', () => {})
        socket.on('data', () => {
          const all = before + replyOf(body)
          void (async () => {
            for (let at = 0; at < all.length; at += size) {
              socket.write(all.slice(at, at + size))
              await new Promise(setImmediate)
            }
          })()
        })
      })
      await new Promise<void>((resolve) => talking.listen(0, '127.0.0.1', resolve))
      const { port } = talking.address() as { port: number }
      const fetchExternal = client({ allow: [`127.0.0.1:${port}`], connectionsPerOrigin: 1 })
      // The second request goes over the same connection.
      for (let request = 0; request < 2; request++) {
        const reply = await fetchExternal({ method: 'POST', url: `http://127.0.0.1:${port}/`, body: 'x' })
        expect(reply).toMatchObject({ outcome: 'ok', status: 200, error: null })
        expect(reply.body.toString()).toBe(body)
      }
      await fetchExternal.close()
      talking.close()
    }
  })

  test('nobody listening, and a name that does not exist, say so', async () => {
    const target = await startCalloutServer()
    await target[Symbol.asyncDispose]()
    const resolve = async () => {
      throw new NameNotResolved('notFound')
    }
    const fetchExternal = client({ allow: [target.allow], resolve })
    expect(await fetchExternal(get(target.url))).toMatchObject({
      outcome: 'network',
      error: { code: 'connectionRefused', host: '127.0.0.1', port: target.port },
    })
    expect(await fetchExternal(get('https://nowhere.example/'))).toMatchObject({
      outcome: 'network',
      error: { code: 'nameNotFound', host: 'nowhere.example' },
    })
  })

  test('https to a server that speaks plain http is a network fault, without any text of the library', async () => {
    await using target = await startCalloutServer()
    const reply = await client({ allow: [target.allow] })(get(`https://127.0.0.1:${target.port}/?key=s3cret`))
    expect(reply.outcome).toBe('network')
    expect(JSON.stringify(reply.error)).not.toContain('s3cret')
  })
})
