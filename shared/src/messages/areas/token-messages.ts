import type { MessageTable } from './message-table.ts'

export const tokenMessages = {
  'token.listItem': {
    en: '"{token}" is a list with the item "{item}". Here a list is written as one text with "{separator}" between its items, so an item that is empty, has blanks around it or contains "{separator}" would arrive as something else. Send the list as a JSON value, or change the item.',
    ja: '「{token}」のリストに「{item}」という項目があります。ここではリストを「{separator}」区切りの一つのテキストにするため、空の項目、前後に空白がある項目、「{separator}」を含む項目は正しく伝わりません。JSON の値として送るか、項目を直してください。',
  },
  'token.headerCharacter': {
    en: 'The value for the header {header} contains {character}, which a header cannot carry. Use plain letters, digits and signs on one line.',
    ja: 'ヘッダー {header} の値に、ヘッダーで送れない文字 {character} が含まれています。改行のない半角の英数字と記号だけを使ってください。',
  },
  'token.invalid': {
    en: '"{text}" is not a token. Write {{name}} with letters, digits and _ only; filters and paths cannot be used here.',
    ja: '「{text}」はトークンではありません。英数字と _ だけで {{name}} のように書いてください。ここではフィルターやパスは使えません。',
  },
  'token.unclosed': {
    en: 'A token is opened by {{ but not closed near "{text}". Add }} after its name.',
    ja: '「{text}」の付近で {{ が閉じられていません。名前の後に }} を付けてください。',
  },
  'token.xmlCharacter': {
    en: 'The value of "{token}" contains {character}, which XML cannot carry. Remove it.',
    ja: '「{token}」の値に、XML で使えない文字 {character} が含まれています。取り除いてください。',
  },
} as const satisfies MessageTable
