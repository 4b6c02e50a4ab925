import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import { useTranslation } from 'react-i18next'

/** The product's name, or a text of the app for connectors that are not products. */
export function useConnectorTitle(): (connector: ConnectorName) => string {
  const { t } = useTranslation('connections')
  return (connector) => {
    if (connector === 'http' || connector === 'demo') return t(`connector.${connector}.title`)
    return presetOf(connector)?.title ?? connector
  }
}
