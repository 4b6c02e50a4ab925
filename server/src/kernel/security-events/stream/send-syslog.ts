import { createSocket } from 'node:dgram'
import { connect as connectTcp, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import type { StoredSecurityEvent } from '../security-event.repository.ts'
import { syslogLine } from './syslog-line.ts'

const timeoutMs = 10_000
const defaultPorts: Record<string, number> = { 'syslog+tls:': 6514, 'syslog+tcp:': 601, 'syslog+udp:': 514 }

/** Sends events to `syslog+tls://host:port`, `syslog+tcp:` or `syslog+udp:`. */
export async function sendSyslog(url: URL, events: readonly StoredSecurityEvent[]): Promise<void> {
  const host = url.hostname.replaceAll(/[[\]]/g, '')
  const port = url.port === '' ? defaultPorts[url.protocol]! : Number(url.port)
  const lines = events.map((event) => Buffer.from(syslogLine(event, hostname())))
  if (url.protocol === 'syslog+udp:') return sendDatagrams(host, port, lines)
  const socket =
    url.protocol === 'syslog+tls:'
      ? connectTls({ host, port, servername: host, timeout: timeoutMs })
      : connectTcp({ host, port, timeout: timeoutMs })
  // RFC 5425 and 6587: each message follows its length, so that it may hold any character.
  await sendStream(socket, Buffer.concat(lines.flatMap((line) => [Buffer.from(`${line.byteLength} `), line])))
}

async function sendDatagrams(host: string, port: number, lines: readonly Buffer[]): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  try {
    for (const line of lines)
      await new Promise<void>((resolve, reject) =>
        socket.send(line, port, host, (error) => (error ? reject(error) : resolve())),
      )
  } finally {
    socket.close()
  }
}

/** Ends when the other side has closed the connection too, so that it had the chance to refuse. */
function sendStream(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('timeout', () => socket.destroy(new Error('The syslog server did not answer in time.')))
    socket.once('error', reject)
    socket.once('close', (hadError) => {
      if (!hadError) resolve()
    })
    socket.resume().end(bytes)
  })
}
