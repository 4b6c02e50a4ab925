import { mask, maskValue } from '@tabiji/shared/auth/mask.ts'
import { ok, type Result } from '@tabiji/shared/kernel/result.ts'
import { type ExtractedOutput, parseReply } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import type { ExternalReply } from '../../../kernel/outbound/fetch-external.ts'
import type { Masking } from '../attempts/callout-record.ts'
import { decodeTextLossy } from '../../../kernel/encoding/decode-text.ts'

/** A reply with every secret of its connection masked. Rules, outputs and records read this, and never the reply itself. */
export type MaskedReply = {
  status: number | null
  headers: Record<string, string>
  text: string
  truncated: boolean
  json: Result<unknown, 'notJson'>
  /** Some text of the JSON was masked. */
  isMasked: boolean
}

/** The one place where a reply comes in. */
export function maskReply(reply: ExternalReply, { text: maskText }: Pick<Masking, 'text'>): MaskedReply {
  const { status, truncated } = reply
  const raw = decodeTextLossy(reply.body, reply.headers['content-type'])
  // Names of headers come in lower case.
  const headers = Object.fromEntries(
    Object.entries(reply.headers).map(([name, value]) => [maskText(name), maskText(value)]),
  )
  const parsed = parseReply(raw)
  const text = maskText(raw, truncated)
  if (!parsed.ok) return { status, headers, text, truncated, json: parsed, isMasked: text !== raw }
  const covered = maskValue(parsed.value, maskText)
  const json = ok(covered.value)
  const isSafe = !covered.isMasked || isClean(text, maskText)
  return {
    status,
    headers,
    text: isSafe ? text : JSON.stringify(covered.value),
    truncated,
    json,
    isMasked: covered.isMasked,
  }
}

/** Escapes such as `\\u0053` hide a secret from a search in the text, and a masked number is no JSON any more. */
function isClean(text: string, maskText: Masking['text']): boolean {
  const parsed = parseReply(text)
  return parsed.ok && !maskValue(parsed.value, maskText).isMasked
}

/** Refuses the outputs that would hold a masked secret. */
export function refuseSecrets(
  extracted: Record<string, ExtractedOutput>,
  { isMasked }: Pick<MaskedReply, 'isMasked'>,
): Record<string, ExtractedOutput> {
  if (!isMasked) return extracted
  return Object.fromEntries(
    Object.entries(extracted).map(([name, output]) => [name, holdsMask(output.value) ? refused(name) : output]),
  )
}

function holdsMask(value: ExtractedOutput['value']): boolean {
  return Array.isArray(value) ? value.some((item) => holdsMask(item)) : String(value).includes(mask)
}

function refused(name: string): ExtractedOutput {
  return {
    value: null,
    issue: { code: 'extract.holdsSecret', severity: 'error', path: ['extract', name], params: { name } },
  }
}
