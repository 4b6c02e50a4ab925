import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import { useTranslation } from 'react-i18next'

/** A product's own name, or ours for what is no product. */
export function useConnectorTitle(): (connector: ConnectorName) => string {
  const { t } = useTranslation('connections')
  return (connector) => {
    if (connector === 'http' || connector === 'demo') return t(`connector.${connector}.title`)
    return presetOf(connector)?.title ?? connector
  }
}
