import { Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { KeyValue } from '../../ui/values/key-value.tsx'
import { Time } from '../../ui/values/time.tsx'
import { auditChanges, type AuditEntry, auditSentence } from './audit-sentence.ts'

export function AuditDetails({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('activity')
  const changes = auditChanges(entry)
  return (
    <Stack gap="lg">
      <KeyValue
        items={[
          { label: t('what'), value: auditSentence(entry, t) },
          { label: t('who'), value: `${entry.actor.name} (${t(`kind.${entry.actor.kind}`)})` },
          { label: t('when'), value: <Time at={entry.at} /> },
        ]}
      />
      {changes.length === 0 ? (
        <Text c="dimmed">{t('noDetails')}</Text>
      ) : (
        <Table layout="fixed" mx="-0.75rem" w="calc(100% + 1.5rem)" style={{ overflowWrap: 'anywhere' }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('field')}</Table.Th>
              <Table.Th>{t('before')}</Table.Th>
              <Table.Th>{t('after')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changes.map((change) => (
              <Table.Tr key={change.field}>
                <Table.Td>{change.field}</Table.Td>
                <Table.Td>{change.before ?? t('nothing')}</Table.Td>
                <Table.Td>{change.after ?? t('nothing')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  )
}
