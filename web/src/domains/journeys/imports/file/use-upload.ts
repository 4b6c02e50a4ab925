import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Upload, uploadFile } from '../../../../lib/api/upload-file.ts'
import type { FileFormat } from '../import-types.ts'

type Uploaded = { id: string }
export type UploadRequest = { file: File; fileFormat: FileFormat }

/** Uploads a file. `share` goes from 0 to 1, and stays at 1 while the server reads the last rows. */
export function useUpload(journeyId: string, onDone: (importId: string) => void) {
  const [share, setShare] = useState(0)
  const running = useRef<Upload<Uploaded> | null>(null)
  const mutation = useMutation({
    mutationFn: async ({ file, fileFormat }: UploadRequest) => {
      setShare(0)
      const query = new URLSearchParams({ fileName: file.name.slice(0, 255) })
      for (const [name, value] of Object.entries(fileFormat)) if (value !== undefined) query.set(name, value)
      const url = `/api/v1/journeys/${encodeURIComponent(journeyId)}/imports?${query}`
      running.current = uploadFile<Uploaded>(url, file, 'text/csv', setShare)
      return running.current.done
    },
    onSuccess: ({ id }) => onDone(id),
  })
  const isCancelled = mutation.error instanceof DOMException && mutation.error.name === 'AbortError'
  return {
    start: mutation.mutate,
    cancel: () => running.current?.cancel(),
    reset: mutation.reset,
    isRunning: mutation.isPending,
    /** The last request, also when it was refused. */
    sent: mutation.variables,
    share,
    error: isCancelled ? null : mutation.error,
  }
}
