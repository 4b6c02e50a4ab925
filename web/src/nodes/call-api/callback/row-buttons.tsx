import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useNodeForm } from '../../form/node-form-context.tsx'

export function AddRow({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <div>
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} stroke={1.5} />} onClick={onAdd}>
        {label}
      </Button>
    </div>
  )
}

export function RemoveRow({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { readOnly } = useNodeForm()
  if (readOnly) return null
  return (
    <ActionIcon aria-label={label} size="sm" onClick={onRemove}>
      <IconX size={14} stroke={1.5} />
    </ActionIcon>
  )
}
