import type { IconProps } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Language } from '../../../i18n/languages.ts'
import type { Inputs } from '../../../lib/api-types.ts'
import type { AuthKind } from '../auth-draft.ts'

type NewConnection = Inputs['connections']['create']

/** One card of the gallery. Data alone: adding a preset is a file beside this one and a line in `presets.ts`. */
export type Preset = {
  id: string
  connector: NonNullable<NewConnection['connector']>
  icon: ComponentType<IconProps>
  texts: Record<Language, { title: string; description: string; name?: string }>
  baseUrl?: string
  /** Which kinds the service takes, the usual one first. Without it: all. */
  authKinds?: readonly AuthKind[]
  /** A path that answers with the caller's own account. */
  testPath?: string
}
