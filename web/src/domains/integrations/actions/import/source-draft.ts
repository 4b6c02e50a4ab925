/** What somebody is about to import; every way side by side, so that trying another one loses nothing. */
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
