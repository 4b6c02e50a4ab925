import { Kbd, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isMac } from '../../../lib/is-mac.ts'
import classes from './shortcuts-dialog.module.css'

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['editor', 'common'])
  const mod = isMac() ? '⌘' : 'Ctrl '
  const keys = [
    [t('editor:keys.move'), [t('editor:keys.arrows')]],
    [t('editor:keys.open'), ['Enter']],
    [t('editor:keys.add'), ['N']],
    [t('editor:keys.remove'), ['Delete']],
    [t('editor:keys.undo'), [`${mod}Z`]],
    [t('editor:keys.redo'), isMac() ? ['⇧⌘Z'] : ['Ctrl Y']],
    [t('editor:keys.copy'), [`${mod}C`]],
    [t('editor:keys.paste'), [`${mod}V`]],
    [t('editor:keys.duplicate'), [`${mod}D`]],
    [t('editor:keys.all'), [`${mod}A`]],
    [t('editor:keys.tidy'), ['T']],
    [t('editor:keys.fit'), ['1']],
    [t('editor:keys.escape'), ['Esc']],
    [t('editor:keys.help'), ['?']],
  ] as const
  const gestures = [
    [t('editor:keys.pan'), t('editor:keys.panHow')],
    [t('editor:keys.zoom'), t('editor:keys.zoomHow')],
    [t('editor:keys.many'), t('editor:keys.manyHow')],
  ] as const
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('editor:keys.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <dl className={classes.list}>
        {keys.map(([what, combinations]) => (
          <div key={what} className={classes.row}>
            <dt>{what}</dt>
            <dd>
              {combinations.map((combination) => (
                <Kbd key={combination}>{combination}</Kbd>
              ))}
            </dd>
          </div>
        ))}
        {gestures.map(([what, how]) => (
          <div key={what} className={classes.row}>
            <dt>{what}</dt>
            <dd className={classes.how}>{how}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
