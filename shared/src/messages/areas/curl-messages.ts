import type { MessageTable } from './message-table.ts'

export const curlMessages = {
  'curl.baseUrlToFill': {
    en: 'The address has a part to fill in: {baseUrl}. Write the real address into the connection before you save it.',
    ja: 'アドレスに置き換えが必要な部分があります：{baseUrl}。コネクションを保存する前に、実際のアドレスに書き換えてください。',
  },
  'curl.bodyAsText': {
    en: 'The body is neither JSON, a form nor XML, so it is sent as plain text, exactly as it stands.',
    ja: '本文が JSON、フォーム、XML のいずれでもないため、テキストとしてそのまま送信します。',
  },
  'curl.bodyOnGet': {
    en: 'The command sends a body with GET, and so does the action. Some systems need it (such as kintone and Elasticsearch); test the call. If it is refused, use POST with the header X-HTTP-Method-Override: GET where the API knows it, or put the values into the address.',
    ja: 'このコマンドは GET で本文を送っているため、アクションも同じように送信します。kintone や Elasticsearch など本文が必要なシステムもあります。呼び出しをテストしてください。拒否される場合は、API が対応していれば POST とヘッダー X-HTTP-Method-Override: GET を使うか、値をアドレスのパラメーターにしてください。',
  },
  'curl.bodyOnHead': {
    en: 'The command sends a body with HEAD, which no system reads. Remove the body, or write -X POST.',
    ja: 'このコマンドは HEAD で本文を送っていますが、本文を読み取るシステムはありません。本文を取り除くか、-X POST を指定してください。',
  },
  'curl.bodyTwice': {
    en: 'The command sends both form parts (-F) and data (-d), which exclude each other. Keep one of them.',
    ja: 'フォームの項目（-F）とデータ（-d）が両方指定されていますが、同時には送れません。どちらか一方だけにしてください。',
  },
  'curl.browserHeaders': {
    en: 'Headers that only a browser sends about itself (such as Sec-Fetch-Mode) were left out.',
    ja: 'ブラウザーが自動で付けるヘッダー（Sec-Fetch-Mode など）は取り除きました。',
  },
  'curl.certificateChecked': {
    en: '{option} is not carried over: the certificate of the other system is always checked against the authorities that this server trusts.',
    ja: '{option} は引き継がれません。相手システムの証明書は、このサーバーが信頼する認証局で必ず検証されます。',
  },
  'curl.codeFence': {
    en: 'The marks of a code block around the command were taken off.',
    ja: 'コマンドを囲むコードブロックの記号を取り除きました。',
  },
  'curl.commandSubstitution': {
    en: 'At "{text}" the command runs another program to get a value. Put the value itself, or a name such as {{name}}, in its place.',
    ja: '「{text}」で、値を得るために別のプログラムを実行しています。値そのものか、{{name}} のような名前に置き換えてください。',
  },
  'curl.encodingUnsupported': {
    en: 'The parameter "{text}" of the address is encoded in another way than UTF-8. Write it in UTF-8.',
    ja: 'アドレスのパラメーター「{text}」が UTF-8 以外でエンコードされています。UTF-8 で書き直してください。',
  },
  'curl.file': {
    en: '{option} reads the file "{file}", which is not part of the pasted command. Put the content of the file in its place.',
    ja: '{option} がファイル「{file}」を読み込みますが、貼り付けられたコマンドには中身がありません。ファイルの内容に置き換えてください。',
  },
  'curl.formPartInvalid': {
    en: '{option} "{text}" has no name. Write it as name=value.',
    ja: '{option}「{text}」に名前がありません。名前=値 の形で入力してください。',
  },
  'curl.headerInvalid': {
    en: 'The header "{text}" cannot be read. Write it as "Name: value".',
    ja: 'ヘッダー「{text}」を読み取れません。「名前: 値」の形で入力してください。',
  },
  'curl.headersLeft': {
    en: 'These headers were left out because Tabiji sets them itself: {headers}.',
    ja: '次のヘッダーは Tabiji が自動で設定するため、取り除きました：{headers}。',
  },
  'curl.jsonAssumed': {
    en: 'The body is JSON, though the command does not say so. It is sent as application/json.',
    ja: '種類の指定はありませんが、本文が JSON のため application/json として送信します。',
  },
  'curl.jsonBroken': {
    en: 'The command calls its body JSON, but it is not valid JSON. It was kept as text; correct it, then choose JSON as the kind of body.',
    ja: '本文は JSON と指定されていますが、正しい JSON ではありません。テキストとして残しました。修正してから、本文の種類を JSON にしてください。',
  },
  'curl.methodUnsupported': {
    en: 'The method {method} cannot be used for callouts. Possible: {allowed}.',
    ja: 'メソッド {method} はコールアウトで使えません。使えるもの：{allowed}。',
  },
  'curl.netrcLeft': {
    en: '{option} takes the password from a file of your computer, which was not read. Enter it in the connection.',
    ja: '{option} はお使いのコンピューターのファイルからパスワードを読み取りますが、ここでは読み込まれません。コネクションに入力してください。',
  },
  'curl.notCurl': {
    en: 'This does not begin with curl: "{text}". Paste a whole command, such as curl https://api.example.com/tickets.',
    ja: 'curl で始まっていません：「{text}」。curl https://api.example.com/tickets のように、コマンド全体を貼り付けてください。',
  },
  'curl.optionUnknown': {
    en: 'curl has no option {option}. Check its spelling, or remove it.',
    ja: '{option} は curl のオプションにありません。つづりを確認するか、取り除いてください。',
  },
  'curl.optionUnsupported': {
    en: '{option} changes the call in a way that connections do not know, such as a client certificate or another kind of sign-in. Use another way that the API offers, such as an API key.',
    ja: '{option} はクライアント証明書や特殊な認証など、コネクションが対応していない呼び出し方です。API キーなど、API が提供する別の方法を使ってください。',
  },
  'curl.optionValueInvalid': {
    en: '{option} needs a number, but is followed by "{value}". Write a number of seconds or times.',
    ja: '{option} には数値が必要ですが、「{value}」が指定されています。秒数または回数を数値で入力してください。',
  },
  'curl.optionValueMissing': {
    en: 'The command ends after {option}, which needs a value. Paste the whole command.',
    ja: '{option} の後に必要な値がなく、コマンドが途中で終わっています。コマンド全体を貼り付けてください。',
  },
  'curl.optionsLeft': {
    en: 'Not carried over, as it only concerns files of your computer: {options}.',
    ja: 'お使いのコンピューターのファイルだけに関わるため、引き継がれません：{options}。',
  },
  'curl.otherHostLeft': {
    en: '{option} leads the call to another address than its name. Callouts always go where the name leads.',
    ja: '{option} は名前とは別のアドレスに接続する指定ですが、引き継がれません。コールアウトは必ず名前が指すアドレスに接続します。',
  },
  'curl.partDetailsLeft': {
    en: 'The type or file name of the form part "{name}" is not carried over; the part is sent as plain text.',
    ja: 'フォームの項目「{name}」の種類やファイル名は引き継がれません。項目はテキストとして送信されます。',
  },
  'curl.passwordMissing': {
    en: 'The command gives a user name without a password, for which curl would ask. Enter it in the connection, or leave it empty if the API needs none.',
    ja: 'ユーザー名だけが指定されています。パスワードはコネクションに入力してください。API がパスワードを使わない場合は空のままで構いません。',
  },
  'curl.perCall': {
    en: 'What is sent in {names} belongs to one call only, such as a request id. Tabiji makes a new value for each call and repeats it only when it repeats that call.',
    ja: '{names} の値はリクエスト ID などの、一回の呼び出しだけに使うものです。Tabiji が呼び出しごとに新しい値を作り、同じ呼び出しを再試行するときだけ同じ値を送ります。',
  },
  'curl.powerShellCommand': {
    en: 'This is the PowerShell command {text}, not cURL. In your browser or tool choose "Copy as cURL" and paste that.',
    ja: 'これは cURL ではなく、PowerShell のコマンド {text} です。ブラウザーやツールで「cURL としてコピー」を選んで貼り付けてください。',
  },
  'curl.proxyLeft': {
    en: '{option} sends the call through a proxy, which is not carried over: callouts go straight to the other system.',
    ja: '{option} のプロキシは引き継がれません。コールアウトは相手システムに直接接続します。',
  },
  'curl.queryWithoutValue': {
    en: 'The parameter "{name}" has no value. It is sent as "{name}=", which nearly every system reads the same way.',
    ja: 'パラメーター「{name}」に値がないため、「{name}=」として送信します。ほとんどのシステムでは同じ意味になります。',
  },
  'curl.quoteOpen': {
    en: 'A quote is opened but not closed: {text}. Paste the whole command.',
    ja: '引用符が閉じられていません：{text}。コマンド全体を貼り付けてください。',
  },
  'curl.redirectsNotFollowed': {
    en: '{option} is not carried over: a callout takes a redirect for the reply. If the API redirects, use the final address.',
    ja: '{option} は引き継がれません。コールアウトはリダイレクトをたどらず、そのまま応答として扱います。リダイレクトされる API では、最終的なアドレスを使ってください。',
  },
  'curl.restLeft': {
    en: 'What follows the call was left out: {text}. Values of the reply are picked in the external action.',
    ja: '呼び出しの後の処理は取り除きました：{text}。応答の値は外部アクションで取り出します。',
  },
  'curl.schemeGuessed': {
    en: 'The address does not say how to connect. {scheme}:// was assumed.',
    ja: 'アドレスに接続方法がないため、{scheme}:// としました。',
  },
  'curl.schemeUnsupported': {
    en: '"{url}" is reached by {scheme}, but callouts speak https only. Use an https address.',
    ja: '「{url}」は {scheme} で接続するアドレスですが、コールアウトは https だけに対応しています。https のアドレスを使ってください。',
  },
  'curl.secretAsToken': {
    en: 'A connection cannot hold the secret in {names} (it keeps headers, or one parameter). It became a value to fill in, so that it is not stored in the action.',
    ja: '{names} にある秘密情報はコネクションに保存できません（保存できるのはヘッダー、または一つのパラメーターです）。アクションに残さないよう、値を入力する項目にしました。',
  },
  'curl.secretEmpty': {
    en: 'The command has only a placeholder where the secret belongs ({places}). Enter the real one in the connection.',
    ja: '秘密情報の場所（{places}）が仮の値になっています。コネクションに実際の値を入力してください。',
  },
  'curl.secretMoved': {
    en: 'What proves who you are goes into the connection, where it is encrypted, and is not part of the action: {places}.',
    ja: '認証に使う情報は暗号化されるコネクションに移し、アクションには含めません：{places}。',
  },
  'curl.severalRequests': {
    en: 'The command makes more than one call ("{text}"). Import each call by itself.',
    ja: 'このコマンドは複数の呼び出しを行います（「{text}」）。呼び出しを一つずつ取り込んでください。',
  },
  'curl.signatureUnsupported': {
    en: 'The header Authorization holds a {scheme} signature, which is valid for that one call only. Use another way that the API offers, such as an API key.',
    ja: 'Authorization ヘッダーの {scheme} 署名は、その呼び出し一回だけで有効です。API キーなど、API が提供する別の方法を使ってください。',
  },
  'curl.smartQuotes': {
    en: 'The command has typographic quotes, as word processors make them. They were read as plain ones.',
    ja: 'ワープロなどで使われる引用符（“ ”）が含まれているため、通常の引用符として読み取りました。',
  },
  'curl.tooLong': {
    en: 'The command is longer than {limit} characters. Shorten its body.',
    ja: 'コマンドが {limit} 文字を超えています。本文を短くしてください。',
  },
  'curl.tooMuch': {
    en: 'The command holds more than an external action can keep ({where}). Shorten it.',
    ja: 'コマンドが外部アクションの上限を超えています（{where}）。短くしてください。',
  },
  'curl.urlInvalid': {
    en: 'The address "{url}" cannot be read. Write it as https://host/path.',
    ja: 'アドレス「{url}」を読み取れません。https://ホスト/パス の形で入力してください。',
  },
  'curl.urlMissing': {
    en: 'The command has no address to call. Paste the whole command.',
    ja: '呼び出すアドレスがありません。コマンド全体を貼り付けてください。',
  },
  'curl.valueClamped': {
    en: 'An external action cannot do what {option} asks for. It was imported as {option} {used}.',
    ja: '{option} の値は外部アクションで指定できる範囲を超えているため、{option} {used} として取り込みました。',
  },
  'curl.variables': {
    en: 'Parts that look like variables became tokens: {names}. Check their types and samples.',
    ja: '変数と思われる部分をトークンにしました：{names}。種類とサンプルの値を確認してください。',
  },
} as const satisfies MessageTable
