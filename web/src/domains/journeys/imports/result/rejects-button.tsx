import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { downloadFile } from '../../../../lib/api/download-file.ts'
import { toastError } from '../../../../ui/feedback/toast.ts'
import type { Import } from '../import-types.ts'

export function RejectsButton({ finished }: { finished: Import }) {
  const { t } = useTranslation('imports')
  const download = useMutation({
    mutationFn: () => downloadFile(`/api/v1/imports/${finished.id}/rejects`, 'rejects.csv'),
    onError: toastError,
  })
  return (
    <Button
      variant="default"
      title={t('downloadHelp')}
      loading={download.isPending}
      leftSection={<IconDownload size={16} stroke={1.5} />}
      onClick={() => download.mutate()}
    >
      {t('downloadRejects')}
    </Button>
  )
}
