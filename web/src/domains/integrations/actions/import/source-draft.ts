/** The state of the source form. It keeps the input of every source, so that switching loses nothing. */
export type SourceDraft = {
  kind: 'curl' | 'openApi'
  from: 'file' | 'paste' | 'url'
  curl: string
  text: string
  url: string
  file: { name: string; text: string } | null
}

export function newSourceDraft(): SourceDraft {
  return { kind: 'curl', from: 'file', curl: '', text: '', url: '', file: null }
}
