import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export function UndoToast({ message, onUndo }: { message: string; onUndo: () => void }) {
  const { t } = useTranslation()
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text>{message}</Text>
      <Button variant="subtle" size="compact-sm" onClick={onUndo}>
        {t('action.undo')}
      </Button>
    </Group>
  )
}
