import { useTranslation } from 'react-i18next'
import type { ConnectionDrawerProps } from '../../../../lib/action-drawers.ts'
import { SideSheet } from '../../../../ui/layout/side-sheet.tsx'
import { ConnectionWizard, type ConnectionWizardProps } from './connection-wizard.tsx'

/** The wizard in a drawer, for pages that need a new connection. */
export function ConnectionDrawer({
  opened,
  connector,
  proposed,
  offersImport,
  onSaved,
  onClose,
}: ConnectionDrawerProps & Pick<ConnectionWizardProps, 'offersImport'>) {
  const { t } = useTranslation('connections')
  return (
    <SideSheet opened={opened} title={t('wizard.title')} onClose={onClose} size="40rem">
      <ConnectionWizard connector={connector} proposed={proposed} offersImport={offersImport} onSaved={onSaved} />
    </SideSheet>
  )
}
