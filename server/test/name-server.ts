import { createSocket, type RemoteInfo } from 'node:dgram'
import ipaddr from 'ipaddr.js'

/** `silent`: the server never answers. A name that is not listed does not exist. */
export type NameRecords = Record<string, { addresses: string[]; ttl?: number } | 'silent' | 'failing'>

const typeCodes = { 1: 'ipv4', 28: 'ipv6' } as const
const responseCodes = { ok: 0, failing: 2, notFound: 3 }

/** A real DNS server over UDP (RFC 1035) for A and AAAA questions. */
export async function startNameServer(records: NameRecords) {
  const questions: string[] = []
  const waiting: { isMet: () => boolean; resolve: () => void }[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const { name, type, end } = readQuestion(message)
    questions.push(name)
    for (const each of waiting) if (each.isMet()) each.resolve()
    const record = records[name]
    if (record !== 'silent') socket.send(answer(message.subarray(0, end), type, record), from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address() as RemoteInfo
  return {
    address: `127.0.0.1:${port}`,
    records,
    /** The names asked for, in order. Each look-up asks twice, for IPv4 and for IPv6. */
    questions,
    /** Resolves once `count` different names were asked for. */
    waitForNames: (count: number) =>
      new Promise<void>((resolve) => {
        const isMet = () => new Set(questions).size >= count
        if (isMet()) resolve()
        else waiting.push({ isMet, resolve })
      }),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}

function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message[at]!; length > 0; length = message[at]!) {
    labels.push(message.toString('ascii', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 }
}

function answer(question: Buffer, type: number, record: Exclude<NameRecords[string], 'silent'> | undefined): Buffer {
  const kind = typeCodes[type as keyof typeof typeCodes]
  const found = typeof record === 'object' ? record.addresses.map((each) => ipaddr.parse(each)) : []
  const resources = found
    .filter((address) => address.kind() === kind)
    .map((address) => {
      const data = Buffer.from(address.toByteArray())
      const head = Buffer.alloc(12)
      // A pointer to the name in the question.
      head.writeUInt16BE(0xc0_0c, 0)
      head.writeUInt16BE(type, 2)
      head.writeUInt16BE(1, 4)
      head.writeUInt32BE((typeof record === 'object' ? record.ttl : undefined) ?? 60, 6)
      head.writeUInt16BE(data.length, 10)
      return Buffer.concat([head, data])
    })
  const reply = Buffer.from(question)
  const code =
    record === undefined ? responseCodes.notFound : record === 'failing' ? responseCodes.failing : responseCodes.ok
  reply.writeUInt16BE(0x81_80 | code, 2)
  reply.writeUInt16BE(1, 4)
  reply.writeUInt16BE(resources.length, 6)
  reply.writeUInt16BE(0, 8)
  reply.writeUInt16BE(0, 10)
  return Buffer.concat([reply, ...resources])
}
