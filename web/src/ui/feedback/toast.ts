import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { createElement } from 'react'
import { isApiError } from '../../lib/api/api-error.ts'
import { UndoToast } from './undo-toast.tsx'

/** Confirms briefly that an action was done. */
export function toastDone(message: string): void {
  notifications.show({ message, autoClose: 4_000, withCloseButton: false })
}

/** For an error that has no place on the page. Stays until it is closed. */
export function toastError(error: unknown): void {
  const data = isApiError(error) ? error.data : undefined
  const message =
    data && isApiError(error)
      ? (data.issues?.[0]?.message ?? error.message)
      : i18next.t(isApiError(error) ? 'common:error.network' : 'common:error.unexpected')
  notifications.show({
    color: 'red',
    title: data?.title ?? i18next.t('common:error.title'),
    message,
    autoClose: false,
    role: 'alert',
  })
}

/** Shows what was done, with an undo button. */
export function toastUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: 8_000,
    withCloseButton: true,
    message: createElement(UndoToast, {
      message,
      onUndo: () => {
        notifications.hide(id)
        undo()
      },
    }),
  })
}
