import { Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { Notice } from '../../../../ui/feedback/notice.tsx'

export type Refused = {
  status: 'duplicate' | 'excluded' | 'invalid'
  participantId?: string | undefined
  reason?: string | undefined
}

export function RefusalNotice({
  journeyId,
  refused,
  onOpen,
}: {
  journeyId: string
  refused: Refused
  onOpen: () => void
}) {
  const { t } = useTranslation('participants')
  return (
    <Notice role="alert" tone="warning" icon={IconAlertTriangle} title={t(`refused.${refused.status}`)}>
      {refused.reason ? <Text>{refused.reason}</Text> : null}
      {refused.participantId ? (
        <AnchorLink
          to="/journeys/$journeyId/participants/$participantId"
          params={{ journeyId, participantId: refused.participantId }}
          search={{}}
          onClick={onOpen}
        >
          {t('showThem')}
        </AnchorLink>
      ) : null}
    </Notice>
  )
}
