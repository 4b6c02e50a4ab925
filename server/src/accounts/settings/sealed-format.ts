import type { Deps } from '../../kernel/deps.ts'
import { findInstanceSetting, insertInstanceSetting } from './instance-setting.repository.ts'

const setting = 'sealedFormat'

/** The format that every stored sealed value has; undefined while some may have an earlier one. */
export function findSealedFormat({ db }: Pick<Deps, 'db'>): Promise<string | undefined> {
  return findInstanceSetting(db, setting)
}

export async function recordSealedFormat({ db, clock }: Pick<Deps, 'db' | 'clock'>, format: string): Promise<void> {
  await insertInstanceSetting(db, { key: setting, value: format, at: clock.now() })
}
