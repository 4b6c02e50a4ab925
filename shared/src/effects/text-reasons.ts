import type { ReasonDeclaration } from './define-effect.ts'

/** For effects that fill texts in inside the transaction. */
export const textReasons = {
  textFailed: {
    failure: 'value',
    text: {
      en: 'The text for “{field}” could not be filled in: {message}',
      ja: '「{field}」の文面に値を差し込めませんでした：{message}',
    },
  },
} as const satisfies Record<string, ReasonDeclaration>
