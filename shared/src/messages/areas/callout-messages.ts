import type { MessageTable } from './message-table.ts'

export const calloutMessages = {
  'callout.baseUrlInvalid': {
    en: 'The base URL "{baseUrl}" cannot be used. Write it as https://host or https://host/path, without user name, query or #.',
    ja: 'ベース URL「{baseUrl}」は使えません。ユーザー名、クエリ、# を含めずに、https://ホスト または https://ホスト/パス の形で入力してください。',
  },
  'callout.bodyNotAllowed': {
    en: 'A {method} request has no body. Set the body to "none" or choose POST, PUT or PATCH.',
    ja: '{method} リクエストには本文を付けられません。本文を「なし」にするか、POST、PUT、PATCH を選んでください。',
  },
  'callout.bodyOnGet': {
    en: 'A GET request rarely has a body. Some systems need it; others, and proxies between, ignore it or refuse the call. Test it before you use it.',
    ja: 'GET リクエストに本文を付けることはまれです。必要とするシステムもありますが、ほかのシステムや途中のプロキシは本文を無視するか、呼び出しを拒否します。使う前にテストしてください。',
  },
  'callout.formTemplateInvalid': {
    en: 'The form body has a part without a name: "{part}". Write name=value pairs joined by &.',
    ja: 'フォーム本文に名前のない部分があります：「{part}」。名前=値 の組を & でつないで入力してください。',
  },
  'callout.headerDuplicate': {
    en: 'The header {header} is listed twice. Keep one of them.',
    ja: 'ヘッダー {header} が重複しています。どちらか一つを残してください。',
  },
  'callout.headerNameInvalid': {
    en: '"{header}" is not a header name. Use letters, digits and hyphens only.',
    ja: '「{header}」はヘッダー名として使えません。英数字とハイフンだけで入力してください。',
  },
  'callout.headerReserved': {
    en: 'The header {header} is set by Tabiji itself. Remove it from this external action.',
    ja: 'ヘッダー {header} は Tabiji が設定します。この外部アクションから削除してください。',
  },
  'callout.headerSecret': {
    en: 'The header {header} looks like a secret typed into the action. Put it into the connection, where it is encrypted.',
    ja: 'ヘッダー {header} に秘密情報が直接入力されているようです。暗号化されるコネクションのほうに設定してください。',
  },
  'callout.jsonPathInvalid': {
    en: '"{path}" ({name}) is not a valid JSONPath: {reason}. A path looks like $.ticket.id.',
    ja: '「{path}」（{name}）は JSONPath として正しくありません：{reason}。$.ticket.id のように入力してください。',
  },
  'callout.jsonTemplateInvalid': {
    en: 'The JSON body is not valid JSON once its tokens are filled: {reason}. Check quotes, commas and brackets; a token stands inside a quoted text or alone as a value.',
    ja: 'トークンを埋めた JSON 本文が正しい JSON になりません：{reason}。引用符、カンマ、括弧を確認してください。トークンは引用符の中か、値として単独で置きます。',
  },
  'callout.outputDuplicate': {
    en: 'Two extracted values are named "{name}". Rename one of them.',
    ja: '抽出する値の名前「{name}」が重複しています。どちらかの名前を変えてください。',
  },
  'callout.pathEmptySegment': {
    en: 'The value of "{token}" is empty, so a part of the path {path} would be missing and another address would be called. Give it a value or a default.',
    ja: '「{token}」の値が空のため、パス {path} の一部が欠けて別のアドレスを呼び出すことになります。値かデフォルトを指定してください。',
  },
  'callout.pathInvalid': {
    en: 'The path "{path}" cannot be used. Start it with /, and leave out spaces, ?, # and backslashes; query parameters have their own list.',
    ja: 'パス「{path}」は使えません。/ で始め、空白、?、#、バックスラッシュは含めないでください。クエリパラメーターは専用の欄に入力します。',
  },
  'callout.pathTokenTraversal': {
    en: 'The value of "{token}" is "{value}". A "." or ".." part would lead to another address than the one meant, so nothing was sent. Correct the value, or send it in the query or the body.',
    ja: '「{token}」の値は「{value}」です。「.」や「..」があると別のアドレスになるため、送信しませんでした。値を直すか、クエリまたは本文で送ってください。',
  },
  'callout.pathTraversal': {
    en: 'The path "{path}" has a "." or ".." part, which would leave the address of the connection. Remove it.',
    ja: 'パス「{path}」に「.」または「..」が含まれ、コネクションのアドレスの外に出てしまいます。取り除いてください。',
  },
  'callout.tokenDuplicate': {
    en: 'The token "{token}" is declared twice. Remove one of them.',
    ja: 'トークン「{token}」が二重に宣言されています。どちらかを削除してください。',
  },
  'callout.formatUnfit': {
    en: 'The value for "{token}" is {value}, which cannot be written in the chosen format. Choose another field, or send it as it is.',
    ja: '「{token}」の値 {value} は、選んだ形式では書けません。別のフィールドを選ぶか、形式を変えずに送ってください。',
  },
  'callout.tokenMissing': {
    en: 'There is no value for "{token}", which this call needs. Map it to a field that has a value, or give a default.',
    ja: 'この呼び出しに必要な「{token}」の値がありません。値のあるフィールドを割り当てるか、デフォルトを指定してください。',
  },
  'callout.tokenUndeclared': {
    en: '{{{token}}} in {place} is not declared. Add "{token}" to the tokens of this action, or remove it from the text.',
    ja: '{place} の {{{token}}} は宣言されていません。このアクションのトークンに「{token}」を追加するか、テキストから取り除いてください。',
  },
  'callout.tokenUnused': {
    en: 'The token "{token}" is declared but not used anywhere in this action.',
    ja: 'トークン「{token}」は宣言されていますが、このアクションのどこでも使われていません。',
  },
  'callout.xmlTokenPlace': {
    en: '{{{token}}} stands where XML allows no value. Put it between tags or inside a quoted attribute.',
    ja: '{{{token}}} は XML で値を置けない場所にあります。タグの間か、引用符で囲んだ属性の中に置いてください。',
  },
} as const satisfies MessageTable
