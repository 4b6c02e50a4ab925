import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useFormat } from '../../../lib/format/use-format.ts'
import { useNow } from '../../../lib/use-now.ts'
import classes from './top-bar.module.css'
import { useEditor } from './context/editor-context.tsx'

/** Whether the server has the current draft, in words. */
export function SaveStatus() {
  const { t } = useTranslation('editor')
  const format = useFormat()
  const { autosave } = useEditor()
  const state = useStore(autosave)
  const now = useNow(true)
  const text = () => {
    switch (state.kind) {
      case 'saved': {
        if (state.at === null) return t('save.idle')
        const ago = format.relative(state.at, Math.max(now, state.at))
        return ago === null ? t('save.savedNow') : t('save.saved', { ago })
      }
      case 'waiting':
        return t('save.waiting')
      case 'saving':
        return t('save.saving')
      case 'offline':
        return t('save.offline')
      case 'stale':
        return t('save.stale')
      case 'refused':
        return t('save.refused')
    }
  }
  const failed = state.kind === 'offline' || state.kind === 'refused' || state.kind === 'stale'
  return (
    <span className={classes.save} role="status" data-tone={failed ? 'danger' : undefined} data-save={state.kind}>
      {text()}
      {state.kind === 'offline' || state.kind === 'refused' ? (
        <Button variant="default" size="compact-xs" onClick={autosave.retry}>
          {t('save.retry')}
        </Button>
      ) : null}
    </span>
  )
}
