import { useTranslation } from 'react-i18next'

/** Causes of a failed call that have their own texts. */
export const causeCodes = ['429', '5xx', 'timeout', 'network', '404', '401', '403', '4xx', 'mapping'] as const

export function useCauseLabel(): (code: string) => string {
  const { t } = useTranslation('nodes')
  return (code) => {
    const known = causeCodes.find((each) => each === code)
    if (known) return t(`callApi.errors.cause.${known}`)
    return t('callApi.errors.causeStatus', { status: code })
  }
}
