import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

/** One of the documents beside this file, as text. */
export function readVendored(name: string): string {
  return gunzipSync(readFileSync(path.join(import.meta.dirname, `${name}.json.gz`))).toString('utf8')
}
