import { expect, test } from 'vitest'
import { findClient, isForwardedUntrusted } from './client-address.ts'
import { compileTrustedProxies, wrongProxy } from './trusted-proxies.ts'

const client = '203.0.113.9'

function clientOf(socket: string, headers: Record<string, string>, trusted = ['loopback']): string {
  return findClient(socket, new Headers(headers), compileTrustedProxies(trusted)).address
}

/** What each usual proxy makes of a request of the client, and of one whose sender invented the header before. */
const proxies: { name: string; socket: string; trusted: string[]; headers: Record<string, string> }[] = [
  { name: 'none', socket: client, trusted: ['loopback'], headers: {} },
  { name: 'none, invented', socket: client, trusted: ['loopback'], headers: { 'x-forwarded-for': '10.1.1.1' } },
  { name: 'none, invented Forwarded', socket: client, trusted: ['loopback'], headers: { forwarded: 'for=10.1.1.1' } },
  { name: 'one on this machine', socket: '127.0.0.1', trusted: ['loopback'], headers: { 'x-forwarded-for': client } },
  { name: 'one over IPv6 loopback', socket: '::1', trusted: ['loopback'], headers: { 'x-forwarded-for': client } },
  {
    name: 'one over a socket that shows IPv4 as IPv6',
    socket: '::ffff:127.0.0.1',
    trusted: ['loopback'],
    headers: { 'x-forwarded-for': `::ffff:${client}` },
  },
  {
    name: 'one that appends to what the client invented',
    socket: '127.0.0.1',
    trusted: ['loopback'],
    headers: { 'x-forwarded-for': `198.51.100.1, 127.0.0.1, ${client}` },
  },
  {
    name: 'one that appends to garbage',
    socket: '127.0.0.1',
    trusted: ['loopback'],
    headers: { 'x-forwarded-for': `not-an-ip-7,,%00, ${client}` },
  },
  {
    name: 'one that writes a port',
    socket: '127.0.0.1',
    trusted: ['loopback'],
    headers: { 'x-forwarded-for': `${client}:4711` },
  },
  { name: 'one on another machine', socket: '10.0.0.5', trusted: ['10.0.0.5'], headers: { 'x-forwarded-for': client } },
  { name: 'one in a container', socket: '172.18.0.2', trusted: ['private'], headers: { 'x-forwarded-for': client } },
  {
    name: 'a chain of three',
    socket: '127.0.0.1',
    trusted: ['loopback', '10.0.0.0/8', '192.0.2.0/24'],
    headers: { 'x-forwarded-for': `198.51.100.1, ${client}, 192.0.2.20, 10.0.0.5` },
  },
  {
    name: 'one that writes Forwarded',
    socket: '127.0.0.1',
    trusted: ['loopback'],
    headers: { forwarded: `for=${client}` },
  },
  {
    name: 'one that writes a long Forwarded',
    socket: '127.0.0.1',
    trusted: ['loopback'],
    headers: { forwarded: `for=198.51.100.1, by=10.0.0.1;FOR="${client}:4711";proto=https` },
  },
  {
    name: 'two that write both headers',
    socket: '127.0.0.1',
    trusted: ['loopback', '192.0.2.20'],
    headers: { forwarded: `for=${client}`, 'x-forwarded-for': `${client}, 192.0.2.20` },
  },
]

test.each(proxies)('the client is found behind $name', ({ socket, trusted, headers }) => {
  expect(clientOf(socket, headers, trusted)).toBe(client)
})

test('IPv6 is written in its shortest form, without brackets, port and zone', () => {
  for (const written of ['2001:DB8:0:0::9', '[2001:db8::9]', '[2001:db8::9]:4711', '2001:db8::9%eth0'])
    expect(clientOf('127.0.0.1', { 'x-forwarded-for': written })).toBe('2001:db8::9')
  expect(clientOf('127.0.0.1', { forwarded: 'for="[2001:db8::9]:4711"' })).toBe('2001:db8::9')
})

test('a limit counts the /64 network of an IPv6 address', () => {
  const keyOf = (address: string) => findClient(address, new Headers(), compileTrustedProxies([])).key
  expect(new Set(Array.from({ length: 12 }, (_, index) => keyOf(`2001:db8:1:1::${index + 1}`)))).toEqual(
    new Set(['2001:db8:1:1::/64']),
  )
  expect(keyOf('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64')
  expect(keyOf(client)).toBe(client)
})

test('what is no address is no client: the proxy itself is', () => {
  for (const written of [
    'unknown',
    '_hidden',
    'not-an-ip',
    '010.088.001.001',
    '10.88.1.1,',
    '',
    '1.2.3.4.5',
    '[::1',
    '1',
  ])
    expect(clientOf('127.0.0.1', { 'x-forwarded-for': written })).toBe('127.0.0.1')
  expect(clientOf('127.0.0.1', { forwarded: 'by=10.1.1.1' })).toBe('127.0.0.1')
})

test('a header that the proxy only passes on does not choose the client', () => {
  const headers = { 'x-forwarded-for': client, forwarded: 'for=198.51.100.77' }
  expect(clientOf('127.0.0.1', headers)).toBe('127.0.0.1')
})

test('a header from an address that is no trusted proxy is noticed', () => {
  const noticed = (socket: string, headers: Record<string, string>) =>
    isForwardedUntrusted(socket, new Headers(headers), compileTrustedProxies(['loopback']))
  expect(noticed('10.0.0.5', { 'x-forwarded-for': client })).toBe(true)
  expect(noticed('10.0.0.5', { forwarded: `for=${client}` })).toBe(true)
  expect(noticed('10.0.0.5', {})).toBe(false)
  expect(noticed('127.0.0.1', { 'x-forwarded-for': client })).toBe(false)
})

test('a list of proxies is addresses, ranges and groups', () => {
  expect(wrongProxy(['none'])).toBeNull()
  expect(wrongProxy(['loopback', 'PRIVATE', '10.0.0.5', '10.0.0.0/8', '2001:db8::/32', '::1'])).toBeNull()
  for (const wrong of ['proxy.example.com', '10.0.0.0/33', '10.0.0.0/', '010.0.0.1', '300.1.1.1', '2001:db8::/129'])
    expect(wrongProxy(['loopback', wrong])).toBe(wrong)
})
