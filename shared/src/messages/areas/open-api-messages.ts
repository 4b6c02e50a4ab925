import type { MessageTable } from './message-table.ts'

export const openApiMessages = {
  'openApi.authChosen': {
    en: 'The API offers several ways to sign in. "{chosen}" was taken; the others are: {others}. You can choose another one in the connection.',
    ja: 'この API には複数の認証方法があります。「{chosen}」を選びました。ほかの方法：{others}。コネクションで変更できます。',
  },
  'openApi.authGuessed': {
    en: 'The way to sign in "{name}" cannot be set up by itself. Get an access token from the API and enter it in the connection, or choose another kind there.',
    ja: '認証方法「{name}」は自動では設定できません。API からアクセストークンを取得してコネクションに入力するか、別の種類を選んでください。',
  },
  'openApi.authToFill': {
    en: 'The document names the way to sign in ({name}), but holds no secrets. Enter them in the connection.',
    ja: '文書には認証方法（{name}）だけが書かれています。秘密情報はコネクションに入力してください。',
  },
  'openApi.authUnsupported': {
    en: 'The way to sign in ({names}) is not one that connections know. Choose what the API offers besides it in the connection.',
    ja: 'コネクションは認証方法（{names}）に対応していません。API が提供する別の方法をコネクションで選んでください。',
  },
  'openApi.baseUrlToFill': {
    en: 'The document does not say the whole address of the API: {baseUrl}. Write the real one into the connection before you save it.',
    ja: '文書に API の完全なアドレスがありません：{baseUrl}。コネクションを保存する前に、実際のアドレスに書き換えてください。',
  },
  'openApi.bodyLeft': {
    en: 'The body is optional and of a kind that cannot be sent ({types}). It was left out.',
    ja: '任意の本文は、送信できない種類（{types}）のため取り除きました。',
  },
  'openApi.bodyOnGet': {
    en: 'The operation takes a body with GET. It is sent; test the call, because some proxies ignore such a body.',
    ja: 'この操作は GET で本文を受け取るため、そのまま送信します。このような本文を無視するプロキシもあるため、呼び出しをテストしてください。',
  },
  'openApi.bodyUnknown': {
    en: 'The document does not describe the body. Write it after the documentation of the API.',
    ja: '文書に本文の説明がありません。API のドキュメントを見ながら入力してください。',
  },
  'openApi.bodyUnsupported': {
    en: 'The operation takes its body only as {types}. External actions send JSON, forms, XML and text.',
    ja: 'この操作の本文は {types} だけに対応しています。外部アクションで送信できるのは JSON、フォーム、XML、テキストです。',
  },
  'openApi.deprecated': {
    en: 'The API calls this operation deprecated: it may be switched off. Look for the one that replaces it.',
    ja: 'この操作は非推奨とされており、廃止される可能性があります。代わりの操作がないか確認してください。',
  },
  'openApi.fileLeft': {
    en: 'The optional file "{name}" was left out; external actions send no files.',
    ja: '任意のファイル「{name}」は取り除きました。外部アクションではファイルを送信できません。',
  },
  'openApi.fileRequired': {
    en: 'The operation requires the file "{name}", and external actions send no files. Look for an operation that takes an address of the file instead.',
    ja: 'この操作にはファイル「{name}」が必須ですが、外部アクションではファイルを送信できません。ファイルの URL を受け取る操作がないか探してください。',
  },
  'openApi.headersLeft': {
    en: 'These headers were left out because Tabiji sets them itself: {headers}.',
    ja: '次のヘッダーは Tabiji が自動で設定するため、取り除きました：{headers}。',
  },
  'openApi.jsonText': {
    en: 'The API takes "{name}" as JSON inside a text. Give the value as JSON.',
    ja: '「{name}」は JSON のテキストとして送られます。値を JSON で入力してください。',
  },
  'openApi.mapPair': {
    en: '"{name}" takes any names that you choose. One name with one value was put in; repeat the line in the request for more.',
    ja: '「{name}」には自由な名前の値を入れられます。名前と値を一組だけ用意しました。増やすときは、リクエストの行を追加してください。',
  },
  'openApi.methodUnsupported': {
    en: 'The method {method} cannot be used for callouts. Possible: {allowed}.',
    ja: 'メソッド {method} はコールアウトで使えません。使えるもの：{allowed}。',
  },
  'openApi.noOperations': {
    en: 'The document describes no operations under "paths". If it is one of several files, use the one that is put together ("bundled").',
    ja: '文書の「paths」に操作がありません。複数のファイルに分かれている場合は、一つにまとめたもの（bundled）を使ってください。',
  },
  'openApi.notOpenApi': {
    en: 'This is not an OpenAPI document: it has neither "openapi" nor "swagger" at its top. Use the JSON or YAML file that the API offers for download.',
    ja: 'OpenAPI の文書ではありません。先頭に「openapi」も「swagger」もありません。API が配布している JSON または YAML のファイルを使ってください。',
  },
  'openApi.oneValue': {
    en: 'The API takes a list for {names}; the action sends one value each. Repeat the line in the action for more.',
    ja: '{names} は複数の値を指定できますが、アクションは一つずつ送信します。複数送る場合は、アクションの行を増やしてください。',
  },
  'openApi.operationUnknown': {
    en: 'The document has no operation "{id}". Use an operationId or "METHOD /path", such as: {some}.',
    ja: '文書に操作「{id}」はありません。operationId か「メソッド /パス」で指定してください。例：{some}。',
  },
  'openApi.optionalLeft': {
    en: 'Only what the API requires was taken. These are optional and were left out ({count}), tick those that you need: {names}',
    ja: 'API が必須とする項目だけを取り込みました。任意の項目（{count} 件）は含めていないので、必要なものを選んでください：{names}',
  },
  'openApi.otherServers': {
    en: 'The document names several addresses. {chosen} was taken; the others are: {others}.',
    ja: '文書に複数のアドレスがあります。{chosen} を選びました。ほかのアドレス：{others}。',
  },
  'openApi.partMissing': {
    en: 'The document describes "{name}" by {ref}, which it does not hold. That part was left out; if you need it, write it after the documentation of the API.',
    ja: '「{name}」の説明は {ref} にあるはずですが、文書に含まれていません。その部分は取り込んでいません。必要な場合は API のドキュメントを見ながら入力してください。',
  },
  'openApi.refExternal': {
    en: 'The document refers to another file or address, which is never fetched: {ref}. Use the version that is put together into one file ("bundled").',
    ja: '文書が別のファイルまたはアドレスを参照していますが、読み込みません：{ref}。一つのファイルにまとめたもの（bundled）を使ってください。',
  },
  'openApi.refLoop': {
    en: 'The reference {ref} leads back to itself. Correct it in the document.',
    ja: '参照 {ref} がそれ自身に戻っています。文書を修正してください。',
  },
  'openApi.refMissing': {
    en: 'The document refers to {ref}, which is not in it. Correct the document, or use a complete one.',
    ja: '文書が参照する {ref} が文書の中にありません。文書を修正するか、完全なものを使ってください。',
  },
  'openApi.secretAsToken': {
    en: 'A connection cannot hold the secret in {names} (it keeps headers, or one parameter). It became a token without a value, so that it is not stored in the action.',
    ja: '{names} の秘密情報はコネクションに保存できません（保存できるのはヘッダー、または一つのパラメーターです）。アクションに残さないよう、値のないトークンにしました。',
  },
  'openApi.serverVariables': {
    en: 'The address has parts that differ from customer to customer, filled with the defaults of the document: {variables}. Check them in the connection.',
    ja: 'アドレスに契約ごとに異なる部分があり、文書の既定値で埋めました：{variables}。コネクションで確認してください。',
  },
  'openApi.syntax': {
    en: 'The document is neither valid JSON nor valid YAML: {reason}',
    ja: '文書が JSON としても YAML としても正しくありません：{reason}',
  },
  'openApi.tooDeep': {
    en: 'The document is nested too deeply, or repeats itself too often, to be read. Use one that describes only what you need.',
    ja: '文書の入れ子が深すぎるか、繰り返しが多すぎるため読み取れません。必要な部分だけを含む文書を使ってください。',
  },
  'openApi.tooLarge': {
    en: 'The document has {size} bytes; {limit} is the most. Use one that describes only what you need.',
    ja: '文書のサイズは {size} バイトですが、上限は {limit} バイトです。必要な部分だけを含む文書を使ってください。',
  },
  'openApi.tooManyOperations': {
    en: 'The document describes more than {limit} operations. Use one that describes only what you need.',
    ja: '文書の操作が {limit} 件を超えています。必要な部分だけを含む文書を使ってください。',
  },
  'openApi.tooMuch': {
    en: 'The operation needs more than an external action can keep ({where}).',
    ja: 'この操作は外部アクションの上限を超えています（{where}）。',
  },
  'openApi.tooSlow': {
    en: 'Reading the YAML took more than {seconds} seconds and was stopped. Use the JSON form of the document, or one that describes only what you need.',
    ja: 'YAML の読み取りに {seconds} 秒以上かかったため中止しました。JSON 形式の文書か、必要な部分だけを含む文書を使ってください。',
  },
  'openApi.urlFailed': {
    en: 'The document could not be fetched from {url}: {reason} Check the address, or download the file and choose it here.',
    ja: '{url} から文書を取得できませんでした：{reason} アドレスを確認するか、ファイルをダウンロードして選択してください。',
  },
  'openApi.variantChosen': {
    en: 'Parts of the request can be written in several ways ({count}). The first was taken.',
    ja: 'リクエストの一部には複数の書き方（{count} 通り）があります。最初のものを選びました。',
  },
  'openApi.variantFieldsLeft': {
    en: 'Parts of the request can be written in several ways ({count}). One was taken; these fields belong to the others and were left out: {names}. Add what you need to the body.',
    ja: 'リクエストの一部には複数の書き方（{count} 通り）があり、一つを選びました。ほかの書き方の項目は含めていません：{names}。必要なものは本文に追加してください。',
  },
  'openApi.versionUnsupported': {
    en: 'The document is of version {version}. Versions 2.0 (Swagger), 3.0 and 3.1 can be read.',
    ja: '文書のバージョンは {version} です。読み取れるのは 2.0（Swagger）、3.0、3.1 です。',
  },
} as const satisfies MessageTable
