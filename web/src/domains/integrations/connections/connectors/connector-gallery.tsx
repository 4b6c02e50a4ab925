import { Text, UnstyledButton } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { type ConnectorName, presetNames, presetOf } from '@tabiji/shared/connectors/connector.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import classes from '../connections.module.css'
import { connectorIcon } from './connector-icon.ts'
import { useConnectorTitle } from './use-connector-title.ts'

/** Products by name, then the other connectors. */
const shown: readonly ConnectorName[] = [
  ...presetNames.toSorted((a, b) => (presetOf(a)?.title ?? '').localeCompare(presetOf(b)?.title ?? '')),
  'http',
  'demo',
]

export type ConnectorGalleryProps = {
  /** Whether to link to the page that imports commands and documents. */
  offersImport: boolean
  onChoose: (connector: ConnectorName) => void
}

/** The connectors to choose from. One at its quota shows that and cannot be chosen. */
export function ConnectorGallery({ offersImport, onChoose }: ConnectorGalleryProps) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const locale = useLocale()
  const titleOf = useConnectorTitle()
  const connectors = useQuery(trpc.connections.connectors.queryOptions())
  return (
    <div className={classes.wizard}>
      <Text fw={600} component="h2">
        {t('gallery.title')}
      </Text>
      <ul className={classes.gallery}>
        {shown.map((connector) => {
          const Icon = connectorIcon(connector)
          const text =
            connector === 'http' || connector === 'demo'
              ? t(`connector.${connector}.description`)
              : presetOf(connector)?.description[locale]
          const { connections = 0, maxConnections = null } =
            connectors.data?.find((each) => each.connector === connector) ?? {}
          const isFull = maxConnections !== null && connections >= maxConnections
          return (
            <li key={connector}>
              <UnstyledButton className={classes.card} disabled={isFull} onClick={() => onChoose(connector)}>
                <Icon size={24} stroke={1.5} aria-hidden="true" />
                <span>
                  <b>{titleOf(connector)}</b>
                  <span className={classes.faint}>{text}</span>
                  {isFull ? (
                    <span className={classes.cardNote}>
                      {maxConnections === 0 ? t('gallery.notAllowed') : t('gallery.full', { count: maxConnections })}
                    </span>
                  ) : connections > 0 ? (
                    <span className={classes.cardNote}>{t('gallery.there', { count: connections })}</span>
                  ) : null}
                </span>
              </UnstyledButton>
            </li>
          )
        })}
        {offersImport ? (
          <li>
            <Link to="/external-actions/import" className={classes.card}>
              <IconFileImport size={24} stroke={1.5} aria-hidden="true" />
              <span>
                <b>{t('gallery.import')}</b>
                <span className={classes.faint}>{t('gallery.importText')}</span>
              </span>
            </Link>
          </li>
        ) : null}
      </ul>
      <Text c="dimmed">{t('gallery.more')}</Text>
    </div>
  )
}
