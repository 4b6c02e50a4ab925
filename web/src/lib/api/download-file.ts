import { currentLocale } from '../../i18n/i18n.ts'

/** Downloads a response as a file, in the language chosen in the app, which a plain link would not send. */
export async function downloadFile(url: string, fallbackName: string): Promise<void> {
  const response = await fetch(url, { headers: { 'accept-language': currentLocale() } })
  if (!response.ok) throw new Error(`${response.status} for ${url}`)
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = nameOf(response) ?? fallbackName
  link.click()
  URL.revokeObjectURL(address)
}

function nameOf(response: Response): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1]
  try {
    return encoded && decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
