import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../deps.ts'
import {
  countOutdatedValues,
  listOutdatedValues,
  replaceSealedValue,
  type SealedValue,
} from './sealed-column.repository.ts'
import { type SealedColumnName, UnreadableSecretError } from './sealed-place.ts'

export type Resealed = {
  resealed: number
  /** Why each value that stayed as it is could not be opened. */
  unreadable: string[]
}

type ResealOptions = {
  /** Values that begin like this stay as they are. */
  prefix: string
  progress?: (line: string) => void
}

const batchSize = 100

/**
 * Seals every value again that does not begin with the prefix, each in a transaction of its own, while Tabiji runs. A
 * value that changes meanwhile wins. After a kill, the next run does what is left.
 */
export async function resealSecrets(deps: Deps, { prefix, progress = () => {} }: ResealOptions): Promise<Resealed> {
  const found: Resealed = { resealed: 0, unreadable: [] }
  for (const name of sealedColumnNames(deps)) {
    const { key } = deps.sealedColumns[name]
    const total = await countOutdatedValues(deps.db, { name }, prefix)
    let done = 0
    for (let after = ''; ;) {
      const values = await listOutdatedValues(deps.db, { name, key }, { prefix, after, limit: batchSize })
      for (const value of values) {
        try {
          if (await resealValue(deps, name, value)) found.resealed += 1
        } catch (error) {
          if (!(error instanceof UnreadableSecretError)) throw error
          found.unreadable.push(error.message)
        }
      }
      done += values.length
      if (values.length > 0) progress(`${name}: ${done} of ${Math.max(done, total)}`)
      const last = values.at(-1)
      if (!last || values.length < batchSize) break
      after = last.row
    }
  }
  return found
}

export function sealedColumnNames(deps: Pick<Deps, 'sealedColumns'>): SealedColumnName[] {
  return Object.keys(deps.sealedColumns) as SealedColumnName[]
}

/** False when the value was changed or deleted meanwhile. */
async function resealValue(deps: Deps, name: SealedColumnName, value: SealedValue): Promise<boolean> {
  const { key, purposeOf, alsoRenew } = deps.sealedColumns[name]
  return inTransaction(deps, async (deps) => {
    const { row, sealed } = value
    const purpose = purposeOf ? await purposeOf(deps.db, row) : ''
    if (purpose === undefined) return false
    const place = { column: name, row, purpose }
    let plain: string
    try {
      plain = deps.secrets.open(sealed, place)
    } catch (error) {
      // A change between the list and the look at its purpose sealed the value anew.
      if (await replaceSealedValue(deps.db, { name, key }, value, sealed)) throw error
      return false
    }
    const isReplaced = await replaceSealedValue(deps.db, { name, key }, value, deps.secrets.seal(plain, place))
    if (isReplaced) await alsoRenew?.(deps, row)
    return isReplaced
  })
}
