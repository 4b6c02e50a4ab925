import { Button, Menu } from '@mantine/core'
import { IconArrowForwardUp, IconDots, IconLogout } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NodeMark } from './node-mark.tsx'
import { type Journey, useJourneyNodes } from './use-journey.ts'

export type ParticipantActionMenuProps = {
  journey: Journey
  /** The present node, which is not offered as a target. */
  nodeId: string | undefined
  disabled: boolean
  position: 'bottom-start' | 'bottom-end'
  /** When absent, skipping is not offered here. */
  onSkip?: () => void
  onMove: (nodeId: string) => void
  onDrop: () => void
}

/** The actions for enrollments at a node, besides a retry. Moving asks for the target in the same menu. */
export function ParticipantActionMenu({
  journey,
  nodeId,
  disabled,
  position,
  onSkip,
  onMove,
  onDrop,
}: ParticipantActionMenuProps) {
  const { t } = useTranslation('participants')
  const nodes = useJourneyNodes(journey)
  const [moving, setMoving] = useState(false)
  return (
    <Menu position={position} closeOnItemClick={false} onClose={() => setMoving(false)}>
      <Menu.Target>
        <Button size="xs" variant="default" disabled={disabled} leftSection={<IconDots size={14} stroke={1.75} />}>
          {t('act.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
        {moving ? (
          <>
            <Menu.Label>{t('act.moveTo')}</Menu.Label>
            {journey.document.nodes
              .filter(({ id, kind }) => id !== nodeId && kind !== 'entry')
              .map(({ id, kind }) => (
                <Menu.Item key={id} closeMenuOnClick leftSection={<NodeMark kind={kind} />} onClick={() => onMove(id)}>
                  {nodes.labelOf(id)}
                </Menu.Item>
              ))}
          </>
        ) : (
          <>
            {onSkip ? (
              <Menu.Item closeMenuOnClick leftSection={<IconArrowForwardUp size={16} stroke={1.5} />} onClick={onSkip}>
                {t('act.skip')}
              </Menu.Item>
            ) : null}
            <Menu.Item onClick={() => setMoving(true)}>{t('act.move')}</Menu.Item>
            <Menu.Item
              color="var(--tj-danger)"
              closeMenuOnClick
              leftSection={<IconLogout size={16} stroke={1.5} />}
              onClick={onDrop}
            >
              {t('act.drop')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
