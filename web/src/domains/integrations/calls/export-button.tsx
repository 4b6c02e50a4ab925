import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Inputs } from '../../../lib/api/api-types.ts'
import { downloadFile } from '../../../lib/api/download-file.ts'
import { toastError } from '../../../ui/feedback/toast.ts'

/** Downloads everything that the list shows, all pages, as one file. */
export function ExportButton({ query }: { query: Inputs['callouts']['list'] }) {
  const { t } = useTranslation('callouts')
  const download = useMutation({
    mutationFn: (withBodies: boolean) => {
      const filter = Object.entries({ ...query, withBodies }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      )
      return downloadFile(`/api/v1/callouts/export?${new URLSearchParams(filter)}`, 'callouts.csv')
    },
    onError: toastError,
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} stroke={1.5} />}
          loading={download.isPending}
        >
          {t('attempts.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download.mutate(false)}>{t('attempts.exportResults')}</Menu.Item>
        <Menu.Item onClick={() => download.mutate(true)}>{t('attempts.exportBodies')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
