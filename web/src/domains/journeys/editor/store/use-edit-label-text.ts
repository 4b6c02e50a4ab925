import { formatNodeName } from '@tabiji/shared/nodes/node-name.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import type { EditLabel } from './edit-label.ts'

/** Translates the name of an edit: `Add Wait timer`. */
export function useEditLabelText(): (label: EditLabel) => string {
  const { t } = useTranslation('editor')
  const locale = useLocale()
  return ({ verb, node, count }) => {
    if (verb === 'tidyUp' || verb === 'settings' || verb === 'addField') return t(`edit.${verb}`)
    if (verb === 'restore') return t('edit.restore', { version: count })
    const subject = node
      ? formatNodeName({ kind: node.kind, name: node.name ?? null, place: null }, locale)
      : count === undefined
        ? t('edit.edge')
        : t('edit.steps', { count })
    return t(`edit.${verb}`, { node: subject })
  }
}
