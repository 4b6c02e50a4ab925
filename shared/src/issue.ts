/**
 * A finding about what somebody made: a graph, a mapping, a file. Data, not an exception.
 * `{node}` in a text falls back to the issue's own node id, so that a caller who has no name still says where.
 */
export type Issue = {
  code: IssueCode
  severity: 'error' | 'warning'
  nodeId?: string
  path?: IssuePath
  params?: Record<string, string | number>
}

export type IssueCode = keyof typeof issueMessages
export type IssuePath = (string | number)[]
export type IssueLocale = 'en' | 'ja'

export function formatIssue(issue: Issue, locale: IssueLocale): string {
  const values: Record<string, string | number | undefined> = { node: issue.nodeId, ...issue.params }
  return issueMessages[issue.code][locale].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined ? placeholder : String(value)
  })
}

/** `['nodes', 3, 'config']` → `nodes[3].config` */
export function formatIssuePath(path: IssuePath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

// A text says what, where, and what to do. In alphabetic order by area, then by name.
export const issueMessages = {
  'callout.baseUrlInvalid': {
    en: 'The base URL "{baseUrl}" cannot be used. Write it as https://host or https://host/path, without user name, query or #.',
    ja: 'ベース URL「{baseUrl}」は使えません。ユーザー名、クエリ、# を含めずに、https://ホスト または https://ホスト/パス の形で入力してください。',
  },
  'callout.bodyNotAllowed': {
    en: 'A {method} request has no body. Set the body to "none" or choose POST, PUT or PATCH.',
    ja: '{method} リクエストには本文を付けられません。本文を「なし」にするか、POST、PUT、PATCH を選んでください。',
  },
  'callout.formTemplateInvalid': {
    en: 'The form body has a part without a name: "{part}". Write name=value pairs joined by &.',
    ja: 'フォーム本文に名前のない部分があります:「{part}」。名前=値 の組を & でつないで入力してください。',
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
    ja: '「{path}」({name})は JSONPath として正しくありません: {reason}。$.ticket.id のように入力してください。',
  },
  'callout.jsonTemplateInvalid': {
    en: 'The JSON body is not valid JSON once its tokens are filled: {reason}. Check quotes, commas and brackets; a token stands inside a quoted text or alone as a value.',
    ja: 'トークンを埋めた JSON 本文が正しい JSON になりません: {reason}。引用符、カンマ、括弧を確認してください。トークンは引用符の中か、値として単独で置きます。',
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
  'code.memoryLimit': {
    en: 'The code needs more than {megabytes} MB of memory (line {line}, column {column}). Keep less at once, or look for a loop that does not end.',
    ja: 'コードが使うメモリが {megabytes} MB を超えました({line} 行目、{column} 文字目)。一度に保持するデータを減らすか、終わらない繰り返しがないか確認してください。',
  },
  'code.memoryLimitSomewhere': {
    en: 'The code needs more than {megabytes} MB of memory. Keep less at once, or look for a loop that does not end.',
    ja: 'コードが使うメモリが {megabytes} MB を超えました。一度に保持するデータを減らすか、終わらない繰り返しがないか確認してください。',
  },
  'code.resultKeyInvalid': {
    en: 'The code returns a key named "{key}". A key begins with a letter or _ and has only letters, digits and _ (at most 100). Rename it.',
    ja: 'コードが返すオブジェクトに「{key}」というキーがあります。キーは英字か _ で始め、英数字と _ だけで 100 文字以内にしてください。',
  },
  'code.resultNotObject': {
    en: 'The code returns {found}, and has to return an object such as {example}. Its keys are what later steps can use.',
    ja: 'コードが返した値は {found} です。{example} のようなオブジェクトを返してください。そのキーが後のステップで使えます。',
  },
  'code.resultTooLarge': {
    en: 'What the code returns is {size} characters long; at most {limit} are kept. Return only what later steps need.',
    ja: 'コードが返した値は {size} 文字です。上限は {limit} 文字です。後のステップで必要な値だけを返してください。',
  },
  'code.resultTooManyKeys': {
    en: 'The code returns {count} keys; at most {limit} are kept. Return only what later steps need.',
    ja: 'コードが返したキーは {count} 個です。上限は {limit} 個です。後のステップで必要な値だけを返してください。',
  },
  'code.resultUnreadable': {
    en: 'What the code returns cannot be read. Return a new object of texts, numbers, yes/no values and lists, and leave the built-in objects of JavaScript as they are.',
    ja: 'コードの戻り値を読み取れません。文字列、数値、真偽値、リストだけの新しいオブジェクトを返してください。JavaScript の組み込みオブジェクトは変更しないでください。',
  },
  'code.resultUnstorable': {
    en: '"{key}", which the code returns, contains a character that cannot be stored (a zero byte or half of a broken character). Remove it.',
    ja: 'コードが返した「{key}」に保存できない文字(NUL または壊れた文字)が含まれています。取り除いてください。',
  },
  'code.resultValueInvalid': {
    en: '"{key}", which the code returns, is {found}. Return a text, a number, true or false, or a list of those; JSON.stringify(…) makes one text of anything else.',
    ja: 'コードが返した「{key}」は {found} です。テキスト、数値、真偽値、またはそれらのリストを返してください。それ以外は JSON.stringify(…) で一つのテキストにできます。',
  },
  'code.stackLimit': {
    en: 'The functions of the code call each other too deeply (line {line}, column {column}). Look for a function that calls itself without an end.',
    ja: '関数の呼び出しが深すぎます({line} 行目、{column} 文字目)。自分自身を呼び続ける関数がないか確認してください。',
  },
  'code.stackLimitSomewhere': {
    en: 'The code calls functions, or nests values, too deeply. Look for a function that calls itself without an end.',
    ja: '関数の呼び出しまたは値の入れ子が深すぎます。自分自身を呼び続ける関数がないか確認してください。',
  },
  'code.syntax': {
    en: 'Line {line}, column {column} of the code cannot be read: {message}.',
    ja: 'コードの {line} 行目、{column} 文字目を読み取れません: {message}。',
  },
  'code.syntaxSomewhere': {
    en: 'The code cannot be read: {message}.',
    ja: 'コードを読み取れません: {message}。',
  },
  'code.thrown': {
    en: 'Line {line}, column {column} of the code: {message}',
    ja: 'コードの {line} 行目、{column} 文字目: {message}',
  },
  'code.thrownSomewhere': {
    en: 'The code stopped with an error: {message}',
    ja: 'コードがエラーで停止しました: {message}',
  },
  'code.timeLimit': {
    en: 'The code ran for more than {seconds} s and was stopped (near line {line}, column {column}). Look for a loop that does not end.',
    ja: 'コードの実行時間が {seconds} 秒を超えたため停止しました({line} 行目、{column} 文字目付近)。終わらない繰り返しがないか確認してください。',
  },
  'code.timeLimitSomewhere': {
    en: 'The code ran for more than {seconds} s and was stopped. Look for a loop that does not end.',
    ja: 'コードの実行時間が {seconds} 秒を超えたため停止しました。終わらない繰り返しがないか確認してください。',
  },
  'condition.empty': {
    en: 'This group has no conditions. Add one or remove the group.',
    ja: 'このグループには条件がありません。条件を追加するか、グループを削除してください。',
  },
  'condition.fieldMissing': {
    en: 'A condition has no field. Choose the field to compare.',
    ja: '条件にフィールドが選ばれていません。比較するフィールドを選んでください。',
  },
  'condition.fieldUnknown': {
    en: 'The field "{field}" does not exist in this journey. Choose another field or add it to the journey.',
    ja: 'フィールド「{field}」はこのジャーニーにありません。別のフィールドを選ぶか、ジャーニーに追加してください。',
  },
  'condition.filterUnknown': {
    en: '"{filter}" is not something {signal} can be narrowed by. Allowed: {allowed}.',
    ja: '{signal} を「{filter}」で絞り込むことはできません。使えるもの: {allowed}。',
  },
  'condition.nodeUnknown': {
    en: 'The condition waits for a signal of the step "{target}", which is not in this journey. Choose another step.',
    ja: '条件が待っているステップ「{target}」はこのジャーニーにありません。別のステップを選んでください。',
  },
  'condition.operandInvalid': {
    en: 'The value {value} does not fit "{field}" {operator}. Enter a value such as {example}.',
    ja: '値 {value} は「{field}」の {operator} に使えません。{example} のような値を入力してください。',
  },
  'condition.operandMissing': {
    en: 'The condition "{field}" {operator} has no value to compare with. Enter one such as {example}.',
    ja: '条件「{field}」{operator} に比較する値がありません。{example} のような値を入力してください。',
  },
  'condition.operatorNotForType': {
    en: '{operator} cannot be used with "{field}", which is of type {type}. Use one of: {allowed}.',
    ja: '「{field}」は {type} 型なので {operator} は使えません。使えるもの: {allowed}。',
  },
  'condition.optionUnknown': {
    en: '"{value}" is not an option of "{field}", so this condition is never met. Options: {options}.',
    ja: '「{value}」は「{field}」の選択肢にないため、この条件が満たされることはありません。選択肢: {options}。',
  },
  'connection.addressNotAllowed': {
    en: '"{host}" is a private or local address, which callouts may not reach. Use a public address, or let an admin add "{host}" to the allowed addresses in Settings (or to TABIJI_CALLOUT_ALLOW).',
    ja: '「{host}」はプライベートまたはローカルのアドレスのため、コールアウトから接続できません。公開アドレスを使うか、管理者が「設定」の許可アドレス(または TABIJI_CALLOUT_ALLOW)に「{host}」を追加してください。',
  },
  'connection.authAddressInvalid': {
    en: '"{address}" is no address that can be used here. Write it as the other system gives it, beginning with https://, without a user name.',
    ja: '「{address}」はここで使えるアドレスではありません。相手システムが示す https:// で始まるアドレスを、ユーザー名を含めずに入力してください。',
  },
  'connection.capReached': {
    en: 'This workspace may have {cap} connections of {connector} and has {count}. Use one of them, delete one, or raise the limit on the Connections page under "Limits".',
    ja: 'このワークスペースで作成できる {connector} のコネクションは {cap} 件までで、すでに {count} 件あります。既存のものを使うか、削除するか、「コネクション」ページの「上限」で数を増やしてください。',
  },
  'connection.httpNotAllowed': {
    en: '"{host}" is called over plain http, where everybody on the way can read the secrets. Use https, or let an admin add "{host}" to the allowed addresses in Settings (or to TABIJI_CALLOUT_ALLOW).',
    ja: '「{host}」への http 通信は暗号化されず、秘密情報を盗み見られるおそれがあります。https を使うか、管理者が「設定」の許可アドレス(または TABIJI_CALLOUT_ALLOW)に「{host}」を追加してください。',
  },
  'connection.keyInvalid': {
    en: 'This key cannot sign with {algorithm}. RS and PS need an RSA private key of at least 2048 bits, ES and EdDSA one of their curve, each as PEM ("-----BEGIN PRIVATE KEY-----" to the end); HS needs a secret of at least 16 characters.',
    ja: 'このキーでは {algorithm} の署名ができません。RS と PS には 2048 ビット以上の RSA 秘密鍵、ES と EdDSA には対応する曲線の秘密鍵を、PEM 形式(「-----BEGIN PRIVATE KEY-----」から最後まで)で入力してください。HS には 16 文字以上のシークレットが必要です。',
  },
  'connection.nameTaken': {
    en: 'Another connection is named "{name}". Choose another name.',
    ja: '「{name}」という名前のコネクションがすでにあります。別の名前にしてください。',
  },
  'connection.secretMissing': {
    en: '"••••" stands for a stored secret, but none is stored for "{name}". Enter the secret itself.',
    ja: '「••••」は保存済みの秘密情報を表しますが、「{name}」には保存されたものがありません。秘密情報そのものを入力してください。',
  },
  'connection.signedPartUnknown': {
    en: '"{name}" is no part of a request that can be signed. There are: {allowed}.',
    ja: '「{name}」は署名できる項目ではありません。使えるもの: {allowed}。',
  },
  'connection.unknown': {
    en: 'The connection of this action does not exist in the workspace. Choose another one.',
    ja: 'このアクションのコネクションはワークスペースにありません。別のものを選んでください。',
  },
  'csv.alreadyExcluded': {
    en: 'This person is on the exclusion list of the journey already.',
    ja: 'この人はすでにジャーニーの除外リストにあります。',
  },
  'csv.cellsMissing': {
    en: 'This row has {found} cells, but the header names {expected} columns. Add the missing separators, or put quotes around cells that contain line breaks.',
    ja: 'この行のセルは {found} 個ですが、ヘッダーの列は {expected} 個です。足りない区切り文字を補うか、改行を含むセルを引用符で囲んでください。',
  },
  'csv.cellsSurplus': {
    en: 'This row has {found} cells, but the header names {expected} columns. Put quotes around cells that contain the separator.',
    ja: 'この行のセルは {found} 個ですが、ヘッダーの列は {expected} 個です。区切り文字を含むセルを引用符で囲んでください。',
  },
  'csv.columnAmbiguous': {
    en: 'The file has several columns named "{column}". Rename them, or give the number of the column.',
    ja: 'ファイルに「{column}」という列が複数あります。列名を変えるか、列の番号で指定してください。',
  },
  'csv.columnUnknown': {
    en: 'The file has no column "{column}", which is mapped to "{field}". Columns found: {columns}.',
    ja: '「{field}」に割り当てられた列「{column}」がファイルにありません。見つかった列: {columns}。',
  },
  'csv.duplicateInFile': {
    en: 'The same person is already on line {line} of this file.',
    ja: '同じ人がこのファイルの {line} 行目にすでにあります。',
  },
  'csv.empty': {
    en: 'The file is empty. Choose a CSV file with a header row and at least one row of data.',
    ja: 'ファイルが空です。ヘッダー行と 1 行以上のデータがある CSV ファイルを選んでください。',
  },
  'csv.encodingWrong': {
    en: 'Line {line} has a byte ({found}, byte {byte} of the file) that is not valid {encoding}. Save the file again as UTF-8: in Excel choose File › Save As › "CSV UTF-8 (Comma delimited)". Or say which encoding it has.',
    ja: '{line} 行目に {encoding} として読めないバイトがあります({found}、ファイルの {byte} バイト目)。UTF-8 で保存し直してください。Excel では「ファイル › 名前を付けて保存 › CSV UTF-8(コンマ区切り)」を選びます。または文字コードを指定してください。',
  },
  'csv.fieldUnknown': {
    en: 'The column "{column}" is mapped to "{field}", which is not a field of this journey. Choose another field.',
    ja: '列「{column}」の割り当て先「{field}」はこのジャーニーのフィールドではありません。別のフィールドを選んでください。',
  },
  'csv.fileMissing': {
    en: 'The request has no file. Send the CSV as the body (text/csv), or as one file part of a multipart form.',
    ja: 'リクエストにファイルがありません。CSV を本文(text/csv)として、または multipart フォームのファイルとして送信してください。',
  },
  'csv.headerEmpty': {
    en: 'The first row is empty. Put the names of the columns into it.',
    ja: '最初の行が空です。列名を入力してください。',
  },
  'csv.headerMissing': {
    en: 'The first row has to name the columns, but "{value}" looks like data. Insert a header row, such as: email,firstName,score. If this row is the header, say so (header=present); if there is none, map the columns by number (header=absent).',
    ja: '最初の行には列名が必要ですが、「{value}」はデータのようです。email,firstName,score のようなヘッダー行を追加してください。この行がヘッダーなら header=present を、ヘッダーがないなら header=absent を指定し、列を番号で割り当ててください。',
  },
  'csv.headerOnly': {
    en: 'The file has a header row, but no rows of data below it. Add at least one row.',
    ja: 'ヘッダー行だけで、データの行がありません。1 行以上追加してください。',
  },
  'csv.notText': {
    en: 'This is a {format} file, not a CSV file. Open it in its program and save it as CSV (in Excel: "CSV UTF-8").',
    ja: 'これは {format} ファイルで、CSV ではありません。元のアプリで開き、CSV として保存し直してください(Excel では「CSV UTF-8」)。',
  },
  'csv.quoteNotClosed': {
    en: 'The row that begins on line {line} opens a quote that is never closed. Close it, or write a quote inside of a cell twice ("").',
    ja: '{line} 行目から始まる行の引用符が閉じられていません。引用符を閉じてください。セルの中の引用符は二つ重ねて("")書きます。',
  },
  'csv.quoteWrong': {
    en: 'Line {line}: a quote closes a cell and is followed by more text (the row begins on line {row}). Put a separator after it, or write a quote inside of a cell twice ("").',
    ja: '{line} 行目: 閉じる引用符の後に文字が続いています(行は {row} 行目から始まります)。区切り文字を入れるか、セルの中の引用符を二つ重ねて("")書いてください。',
  },
  'csv.requiredUnmapped': {
    en: 'No column is mapped to "{field}", which is required. Choose a column for it.',
    ja: '必須の「{field}」に列が割り当てられていません。列を選んでください。',
  },
  'csv.rowTooLong': {
    en: 'The row that begins on line {line} is longer than {limit} characters. A quote in it is probably not closed.',
    ja: '{line} 行目から始まる行が {limit} 文字を超えています。引用符が閉じられていない可能性があります。',
  },
  'csv.rowsLost': {
    en: 'The uploaded rows were lost when the database was stopped hard. Upload the file again: people who are in already are recognised.',
    ja: 'データベースが強制終了したため、アップロードした行が失われました。ファイルをもう一度アップロードしてください。登録済みの人は重複として扱われます。',
  },
  'csv.strayQuote': {
    en: 'There is a quote in the middle of a cell that is not quoted. Put quotes around the whole cell and write the quote inside of it twice ("").',
    ja: '引用符で囲まれていないセルの途中に引用符があります。セル全体を引用符で囲み、中の引用符は二つ重ねて("")書いてください。',
  },
  'csv.tooManyColumns': {
    en: 'The file has {found} columns; at most {limit} are allowed. Remove the columns that are not needed.',
    ja: 'ファイルに列が {found} 個あります。上限は {limit} 個です。不要な列を削除してください。',
  },
  'csv.uploadBroken': {
    en: 'The upload ended before the file was complete. Upload it again.',
    ja: 'ファイルを受信し終える前にアップロードが中断されました。もう一度アップロードしてください。',
  },
  'curl.baseUrlToFill': {
    en: 'The address has a part to fill in: {baseUrl}. Write the real address into the connection before you save it.',
    ja: 'アドレスに置き換えが必要な部分があります: {baseUrl}。コネクションを保存する前に、実際のアドレスに書き換えてください。',
  },
  'curl.bodyAsText': {
    en: 'The body is neither JSON, a form nor XML, so it is sent as plain text, exactly as it stands.',
    ja: '本文が JSON、フォーム、XML のいずれでもないため、テキストとしてそのまま送信します。',
  },
  'curl.bodyOnGet': {
    en: 'The command sends a body with {method}, which callouts cannot do. If the API also takes POST, write -X POST; otherwise put the values into the address.',
    ja: 'このコマンドは {method} で本文を送っていますが、コールアウトではできません。API が POST にも対応していれば -X POST に、そうでなければ値をアドレスのパラメーターにしてください。',
  },
  'curl.bodyTwice': {
    en: 'The command sends both form parts (-F) and data (-d), which exclude each other. Keep one of them.',
    ja: 'フォームの項目(-F)とデータ(-d)が両方指定されていますが、同時には送れません。どちらか一方だけにしてください。',
  },
  'curl.browserHeaders': {
    en: 'Headers that only a browser sends about itself (such as Sec-Fetch-Mode) were left out.',
    ja: 'ブラウザーが自動で付けるヘッダー(Sec-Fetch-Mode など)は取り除きました。',
  },
  'curl.certificateChecked': {
    en: '{option} is not carried over: the certificate of the other system is always checked against the authorities that this server trusts.',
    ja: '{option} は引き継がれません。相手システムの証明書は、このサーバーが信頼する認証局で必ず検証されます。',
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
    ja: '次のヘッダーは Tabiji が自動で設定するため、取り除きました: {headers}。',
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
    ja: 'メソッド {method} はコールアウトで使えません。使えるもの: {allowed}。',
  },
  'curl.netrcLeft': {
    en: '{option} takes the password from a file of your computer, which was not read. Enter it in the connection.',
    ja: '{option} はお使いのコンピューターのファイルからパスワードを読み取りますが、ここでは読み込まれません。コネクションに入力してください。',
  },
  'curl.notCurl': {
    en: 'This does not begin with curl: "{text}". Paste a whole command, such as curl https://api.example.com/tickets.',
    ja: 'curl で始まっていません:「{text}」。curl https://api.example.com/tickets のように、コマンド全体を貼り付けてください。',
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
    ja: 'お使いのコンピューターのファイルだけに関わるため、引き継がれません: {options}。',
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
    ja: '引用符が閉じられていません: {text}。コマンド全体を貼り付けてください。',
  },
  'curl.redirectsNotFollowed': {
    en: '{option} is not carried over: a callout takes a redirect for the reply. If the API redirects, use the final address.',
    ja: '{option} は引き継がれません。コールアウトはリダイレクトをたどらず、そのまま応答として扱います。リダイレクトされる API では、最終的なアドレスを使ってください。',
  },
  'curl.restLeft': {
    en: 'What follows the call was left out: {text}. Values of the reply are picked in the external action.',
    ja: '呼び出しの後の処理は取り除きました: {text}。応答の値は外部アクションで取り出します。',
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
    en: 'A connection cannot hold the secret in {names} (it keeps headers, or one parameter). It became a token without a value, so that it is not stored in the action.',
    ja: '{names} にある秘密情報はコネクションに保存できません(保存できるのはヘッダー、または一つのパラメーターです)。アクションに残さないよう、値のないトークンにしました。',
  },
  'curl.secretEmpty': {
    en: 'The command has only a placeholder where the secret belongs ({places}). Enter the real one in the connection.',
    ja: '秘密情報の場所({places})が仮の値になっています。コネクションに実際の値を入力してください。',
  },
  'curl.secretMoved': {
    en: 'What proves who you are goes into the connection, where it is encrypted, and is not part of the action: {places}.',
    ja: '認証に使う情報は暗号化されるコネクションに移し、アクションには含めません: {places}。',
  },
  'curl.severalRequests': {
    en: 'The command makes more than one call ("{text}"). Import each call by itself.',
    ja: 'このコマンドは複数の呼び出しを行います(「{text}」)。呼び出しを一つずつ取り込んでください。',
  },
  'curl.signatureUnsupported': {
    en: 'The header Authorization holds a {scheme} signature, which is valid for that one call only. Use another way that the API offers, such as an API key.',
    ja: 'Authorization ヘッダーの {scheme} 署名は、その呼び出し一回だけで有効です。API キーなど、API が提供する別の方法を使ってください。',
  },
  'curl.smartQuotes': {
    en: 'The command has typographic quotes, as word processors make them. They were read as plain ones.',
    ja: 'ワープロなどで使われる引用符(“ ”)が含まれているため、通常の引用符として読み取りました。',
  },
  'curl.tooLong': {
    en: 'The command is longer than {limit} characters. Shorten its body.',
    ja: 'コマンドが {limit} 文字を超えています。本文を短くしてください。',
  },
  'curl.tooMuch': {
    en: 'The command holds more than an external action can keep ({where}). Shorten it.',
    ja: 'コマンドが外部アクションの上限を超えています({where})。短くしてください。',
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
    ja: '変数と思われる部分をトークンにしました: {names}。種類とサンプルの値を確認してください。',
  },
  'enroll.alreadyIn': {
    en: '{key} is in this journey already, and nobody may enter it twice. Change the re-entry rule to let people in again.',
    ja: '{key} はすでにこのジャーニーに参加しています。再参加を認めるには、再参加のルールを変更してください。',
  },
  'enroll.duplicateInBatch': {
    en: '{key} is listed more than once here. The first one was taken.',
    ja: '{key} がこの中で重複しています。最初の一件だけを取り込みました。',
  },
  'enroll.excluded': {
    en: '{key} is on the exclusion list of this journey. Take it off the list to let this person in.',
    ja: '{key} はこのジャーニーの除外リストにあります。参加させるには、リストから外してください。',
  },
  'enroll.keyMissing': {
    en: 'The field "{field}" is empty, and it tells one participant from another. Fill it in.',
    ja: '参加者を区別する項目「{field}」が空です。値を入力してください。',
  },
  'enroll.stillIn': {
    en: '{key} is still on the way through this journey and may enter again once that has ended.',
    ja: '{key} はまだこのジャーニーの途中です。終了すると、もう一度参加できます。',
  },
  'event.cannotRecognise': {
    en: 'The journey "{journey}" tells people apart by {fields}, and the event has neither those nor an e-mail address. Choose the values that people are recognised by.',
    ja: 'ジャーニー「{journey}」は {fields} で参加者を区別しますが、イベントにはその値もメールアドレスもありません。参加者を見分ける値を選んでください。',
  },
  'event.fieldUnknown': {
    en: 'The field "{field}" does not exist in the journey that people enter. Choose another field, or add it to the journey and publish.',
    ja: 'フィールド「{field}」は参加先のジャーニーにありません。別のフィールドを選ぶか、ジャーニーに追加して公開してください。',
  },
  'event.keyMissing': {
    en: 'The event has nothing usable at "{path}", by which people are recognised. Check what the other system sends.',
    ja: '参加者を見分ける「{path}」に使える値がありません。送信元のシステムの内容を確認してください。',
  },
  'event.nameTaken': {
    en: 'Another event endpoint is named "{name}". Choose another name.',
    ja: '「{name}」という名前のイベント受信口がすでにあります。別の名前にしてください。',
  },
  'event.nobodyFound': {
    en: 'Nobody with {key} is in the journey "{journey}". Replay the event once they are, or let unknown people enter.',
    ja: 'ジャーニー「{journey}」に {key} の参加者はいません。参加後に再処理するか、未登録の人も参加できるように設定してください。',
  },
  'event.nobodyListens': {
    en: 'No published journey waits for "{topic}", and nobody enters one by it. Publish a journey that does, then replay the event.',
    ja: '「{topic}」を待つ公開中のジャーニーも、これで参加するジャーニーもありません。公開してからイベントを再処理してください。',
  },
  'event.notObject': {
    en: 'An event is one JSON object, or a list of objects with at least one. Send it as {"email": "…", …}.',
    ja: 'イベントは JSON オブジェクト、または 1 件以上のオブジェクトの配列です。{"email": "…", …} の形で送信してください。',
  },
  'event.notSetUp': {
    en: 'It is not chosen yet which value people are recognised by. Finish the set-up of this endpoint, then replay the event.',
    ja: '参加者を見分ける値がまだ選ばれていません。この受信口の設定を終えてから、イベントを再処理してください。',
  },
  'event.pathUnknown': {
    en: 'The accepted sample has nothing at "{path}". Choose one of its values, or accept a newer sample.',
    ja: '採用したサンプルに「{path}」はありません。サンプルにある値を選ぶか、新しいサンプルを採用してください。',
  },
  'event.processingFailed': {
    en: 'Something went wrong on our side. Replay the event; if it fails again, give your administrator the reference {reference}, which is in the log.',
    ja: 'サーバー側で問題が発生しました。イベントを再処理してください。繰り返す場合は、ログに記録された参照番号 {reference} を管理者にお伝えください。',
  },
  'event.reportAgain': {
    en: 'There was a report on "{key}" before, and the first one counts. This one changed nothing.',
    ja: '「{key}」の報告はすでに受け取っています。最初の報告が有効なため、今回は何も変わりません。',
  },
  'event.reportKeyMissing': {
    en: 'The event has nothing usable at "{path}", which says what call it reports on. Check what the other system sends.',
    ja: 'どの呼び出しの報告かを示す「{path}」に使える値がありません。送信元のシステムの内容を確認してください。',
  },
  'event.reportLate': {
    en: 'The report on "{key}" came too late: the person that it is about no longer waits for it.',
    ja: '「{key}」の報告は間に合いませんでした。対象の参加者はもう報告を待っていません。',
  },
  'event.reportNobody': {
    en: 'Nobody waits for a report on "{key}". If a call is answered with it within an hour, the report still counts.',
    ja: '「{key}」の報告を待っている参加者はいません。1 時間以内に呼び出しの応答でこの値が返れば、この報告が使われます。',
  },
  'event.requiredUnmapped': {
    en: 'People cannot enter without "{field}". Choose the value of the event that it comes from.',
    ja: '「{field}」がないと参加できません。イベントのどの値を使うか選んでください。',
  },
  'event.tooDeep': {
    en: 'The event is nested more than {limit} levels deep. Send it flatter.',
    ja: 'イベントの入れ子が {limit} 段を超えています。もっと浅い構造で送信してください。',
  },
  'event.tooManyItems': {
    en: 'The event is about {items} people, and {limit} is the most. Send it in several parts.',
    ja: 'イベントに含まれる人数は {items} 人ですが、上限は {limit} 人です。分けて送信してください。',
  },
  'extract.missing': {
    en: 'The reply has nothing at {path} for "{name}". Check the path against a real reply, or choose what to do when it is missing.',
    ja: '応答の {path} に「{name}」の値がありません。実際の応答でパスを確認するか、値がないときの動作を選んでください。',
  },
  'extract.replyNotJson': {
    en: 'The reply is not JSON, so "{name}" could not be read from it.',
    ja: '応答が JSON ではないため、「{name}」を読み取れませんでした。',
  },
  'extract.typeMismatch': {
    en: 'The reply has {value} for "{name}", which is not of type {type}. Change the type or the path.',
    ja: '応答の「{name}」の値 {value} は {type} 型ではありません。型かパスを変えてください。',
  },
  'field.boolean': {
    en: '"{field}" must be true or false (also yes / no, 1 / 0), but is {value}.',
    ja: '「{field}」は true か false(yes / no、1 / 0、はい / いいえ も可)で指定してください。現在の値: {value}。',
  },
  'field.date': {
    en: '"{field}" must be a date written as YYYY-MM-DD, such as 2026-11-22, but is {value}.',
    ja: '「{field}」は 2026-11-22 のように YYYY-MM-DD の日付で指定してください。現在の値: {value}。',
  },
  'field.dateTime': {
    en: '"{field}" must be a date and time with a zone, such as 2026-11-22T09:00:00+09:00, but is {value}.',
    ja: '「{field}」は 2026-11-22T09:00:00+09:00 のように、タイムゾーン付きの日時で指定してください。現在の値: {value}。',
  },
  'field.dateTimeZone': {
    en: '"{field}" is {value}, which has no time zone. Add Z or an offset such as +09:00.',
    ja: '「{field}」の値 {value} にタイムゾーンがありません。末尾に Z または +09:00 のような時差を付けてください。',
  },
  'field.email': {
    en: '"{field}" must be an e-mail address such as name@example.com, but is {value}.',
    ja: '「{field}」は name@example.com のようなメールアドレスで指定してください。現在の値: {value}。',
  },
  'field.list': {
    en: '"{field}" must be a list of texts, numbers or true / false, but holds {value}.',
    ja: '「{field}」はテキスト、数値、真偽値のリストで指定してください。含まれている値: {value}。',
  },
  'field.number': {
    en: '"{field}" must be a number such as 1234.5, but is {value}.',
    ja: '「{field}」は 1234.5 のような数値で指定してください。現在の値: {value}。',
  },
  'field.numberPrecision': {
    en: '"{field}" is {value}, which has more digits than a number can keep. Make the field a text.',
    ja: '「{field}」の値 {value} は数値として保持できる桁数を超えています。フィールドをテキスト型にしてください。',
  },
  'field.numberSeparator': {
    en: '"{field}" is {value}. Write numbers without thousands separators and with a point for decimals, such as 1234.5.',
    ja: '「{field}」の値は {value} です。桁区切りを付けず、小数点にはピリオドを使って、1234.5 のように入力してください。',
  },
  'field.option': {
    en: '"{field}" must be one of {options}, but is {value}.',
    ja: '「{field}」は次のいずれかで指定してください: {options}。現在の値: {value}。',
  },
  'field.required': {
    en: '"{field}" has no value, but is required.',
    ja: '「{field}」は必須ですが、値がありません。',
  },
  'field.tooLong': {
    en: '"{field}" has {length} characters; at most {limit} are allowed.',
    ja: '「{field}」は {length} 文字あります。上限は {limit} 文字です。',
  },
  'field.type': {
    en: '"{field}" must be a single value of type {type}, but is {value}.',
    ja: '「{field}」は {type} 型の単一の値で指定してください。現在の値: {value}。',
  },
  'field.unknown': {
    en: '"{field}" is not a field here and was left out. Add it to the fields or remove it.',
    ja: '「{field}」というフィールドはないため、取り込まれませんでした。フィールドに追加するか、取り除いてください。',
  },
  'field.unstorable': {
    en: '"{field}" contains a character that cannot be stored (a zero byte or half of a broken character). Remove it.',
    ja: '「{field}」に保存できない文字(NUL または壊れた文字)が含まれています。取り除いてください。',
  },
  'field.url': {
    en: '"{field}" must be a web address that begins with https:// or http://, but is {value}.',
    ja: '「{field}」は https:// または http:// で始まる URL で指定してください。現在の値: {value}。',
  },
  'graph.cycleWithoutWait': {
    en: '"{node}" is in a loop that never waits, so people would run in it for ever. Put a wait timer of more than zero into the loop.',
    ja: '「{node}」を含むループに待機がないため、参加者が止まらずに回り続けます。0 より長い待機タイマーをループに入れてください。',
  },
  'graph.duplicateEdge': {
    en: 'The way "{outlet}" out of "{node}" leads to more than one step. Keep one; use a split to choose between several.',
    ja: '「{node}」の出口「{outlet}」が複数のステップにつながっています。一つだけ残してください。分けたいときは分岐を使います。',
  },
  'graph.duplicateNodeId': {
    en: 'Two steps have the id "{id}". Give one of them another id.',
    ja: 'ID「{id}」のステップが二つあります。どちらかの ID を変えてください。',
  },
  'graph.edgeIntoEntry': {
    en: 'An arrow leads from "{node}" back to the entry, where only new people come in. Lead it to the first step after the entry.',
    ja: '「{node}」からエントリーに矢印が戻っています。エントリーは新しい参加者だけが入る場所です。エントリーの次のステップにつないでください。',
  },
  'graph.manyEntries': {
    en: 'The journey has {count} entries. Keep exactly one.',
    ja: 'ジャーニーにエントリーが {count} 個あります。一つだけにしてください。',
  },
  'graph.noEntry': {
    en: 'The journey has no entry, so nobody can come in. Add one.',
    ja: 'ジャーニーにエントリーがないため、誰も入れません。追加してください。',
  },
  'graph.unknownNode': {
    en: 'There is no step "{node}" in this journey. It may have been deleted meanwhile; load the newest draft.',
    ja: 'このジャーニーにステップ「{node}」はありません。削除された可能性があります。最新の下書きを読み込んでください。',
  },
  'graph.unknownOutlet': {
    en: '"{node}" has no way out named "{outlet}". It has: {allowed}.',
    ja: '「{node}」に「{outlet}」という出口はありません。使えるもの: {allowed}。',
  },
  'graph.unknownTarget': {
    en: 'An arrow leads to the step "{target}", which does not exist. Remove it or choose another step.',
    ja: '矢印の先のステップ「{target}」がありません。矢印を削除するか、別のステップを選んでください。',
  },
  'graph.unreachable': {
    en: 'Nobody can reach "{node}", so it never runs. Connect it or delete it.',
    ja: '「{node}」には誰もたどり着けないため、実行されません。つなぐか、削除してください。',
  },
  'graph.unwiredFailed': {
    en: '"{node}" sends people to "failed" when it fails, but nothing is connected there. Connect it, or choose another way to handle errors.',
    ja: '「{node}」は失敗すると「failed」に進みますが、その先がつながっていません。つなぐか、エラー時の動作を変えてください。',
  },
  'graph.unwiredOutlet': {
    en: 'Nothing follows "{outlet}" of "{node}": people who leave that way end here. Connect it if that is not wanted.',
    ja: '「{node}」の「{outlet}」の先がありません。ここに進んだ参加者はジャーニーを終えます。意図していなければつないでください。',
  },
  'journey.emailFieldMissing': {
    en: '"{node}" sends e-mail, but the journey has no field of type email. Add one, or say where to send it.',
    ja: '「{node}」はメールを送りますが、ジャーニーに email 型のフィールドがありません。追加するか、送り先を指定してください。',
  },
  'journey.fieldDuplicate': {
    en: 'The field "{field}" is defined twice. Remove one of them.',
    ja: 'フィールド「{field}」が二重に定義されています。どちらかを削除してください。',
  },
  'journey.timeZoneUnknown': {
    en: '"{timeZone}" is not a known time zone. Use a name such as Asia/Tokyo or Europe/London.',
    ja: '「{timeZone}」というタイムゾーンはありません。Asia/Tokyo や Europe/London のような名前を使ってください。',
  },
  'journey.uniqueByUnknown': {
    en: 'People are told apart by "{field}", which is not a field of this journey. Choose another field or add it.',
    ja: '参加者を区別する「{field}」はこのジャーニーのフィールドではありません。別のフィールドを選ぶか、追加してください。',
  },
  'liquid.limit': {
    en: 'The text is too large or repeats too much. Shorten it.',
    ja: 'テキストが大きすぎるか、繰り返しが多すぎます。短くしてください。',
  },
  'liquid.nodeUnknown': {
    en: '{{ {variable} }} reads from the step "{target}", which is not in this journey. Choose another token.',
    ja: '{{ {variable} }} が参照するステップ「{target}」はこのジャーニーにありません。別のトークンを選んでください。',
  },
  'liquid.outputUnknown': {
    en: 'The step "{target}" does not produce "{output}", which {{ {variable} }} reads. It produces: {allowed}.',
    ja: '{{ {variable} }} が参照する「{output}」は、ステップ「{target}」の出力にありません。使えるもの: {allowed}。',
  },
  'liquid.render': {
    en: 'The text could not be filled in: {reason}. Check its tokens and filters.',
    ja: 'テキストを組み立てられませんでした: {reason}。トークンとフィルターを確認してください。',
  },
  'liquid.syntax': {
    en: 'The text has a mistake in line {line}: {reason}. Tokens look like {{ participant.email }}.',
    ja: 'テキストの {line} 行目に誤りがあります: {reason}。トークンは {{ participant.email }} のように書きます。',
  },
  'liquid.variableUnknown': {
    en: '{{ {variable} }} is not known here. Use a field such as {{ participant.email }} or a value of an earlier step; known fields: {allowed}.',
    ja: '{{ {variable} }} はここでは使えません。{{ participant.email }} のようなフィールドか、前のステップの値を使ってください。使えるフィールド: {allowed}。',
  },
  'node.actionMissing': {
    en: '"{node}" has no external action. Choose the one to call.',
    ja: '「{node}」に外部アクションが選ばれていません。呼び出すものを選んでください。',
  },
  'node.actionUnknown': {
    en: 'The external action of "{node}" does not exist any more. Choose another one.',
    ja: '「{node}」の外部アクションはもう存在しません。別のものを選んでください。',
  },
  'node.callbackAddressUnused': {
    en: '"{node}" waits for a report, but no value it sends is the address for it. Choose "Report address" for the value that tells the other system where to report.',
    ja: '「{node}」は結果の報告を待ちますが、報告先のアドレスを送る値がありません。報告先を知らせる値に「報告先のアドレス」を選んでください。',
  },
  'node.callbackOff': {
    en: '"{node}" sends an address for a report as "{token}", but does not wait for one. Turn on waiting for the report, or choose another value.',
    ja: '「{node}」は「{token}」に報告先のアドレスを送りますが、報告を待つ設定がオフです。報告を待つ設定をオンにするか、別の値を選んでください。',
  },
  'node.ctaNodeMissing': {
    en: '"{node}" closes a CTA, but no step before it creates that CTA. Choose a Create CTA step of this journey.',
    ja: '「{node}」は CTA をクローズしますが、その CTA を作成するステップがありません。このジャーニーの CTA 作成ステップを選んでください。',
  },
  'node.fieldNotDate': {
    en: '"{node}" waits for the field "{field}", which is no date. Choose a field of the type date or date and time.',
    ja: '「{node}」が待つ項目「{field}」は日付ではありません。日付または日時の項目を選んでください。',
  },
  'node.fieldNotForComment': {
    en: '"{node}" keeps the comment in the field "{field}", which holds no free text. Choose a field of the type text.',
    ja: '「{node}」はコメントをフィールド「{field}」に保存しますが、このフィールドには自由な文章が入りません。テキスト型のフィールドを選んでください。',
  },
  'node.fieldNotForScore': {
    en: '"{node}" keeps the score in the field "{field}", which holds no number. Choose a field of the type number or text.',
    ja: '「{node}」はスコアをフィールド「{field}」に保存しますが、このフィールドには数値が入りません。数値型またはテキスト型のフィールドを選んでください。',
  },
  'node.formatForDates': {
    en: '"{node}" sends the field "{field}" for "{token}" in a format for dates, but the field is none. Choose another format or field.',
    ja: '「{node}」は「{token}」に使うフィールド「{field}」を日付の形式で送りますが、日付のフィールドではありません。形式かフィールドを選び直してください。',
  },
  'node.formatForNumbers': {
    en: '"{node}" sends the field "{field}" for "{token}" in a format for numbers, but the field is none. Choose another format or field.',
    ja: '「{node}」は「{token}」に使うフィールド「{field}」を数値の形式で送りますが、数値のフィールドではありません。形式かフィールドを選び直してください。',
  },
  'node.fieldUnknown': {
    en: '"{node}" uses the field "{field}", which is not in this journey. Choose another field or add it.',
    ja: '「{node}」が使うフィールド「{field}」はこのジャーニーにありません。別のフィールドを選ぶか、追加してください。',
  },
  'node.incomplete': {
    en: '"{node}" is not finished: {what} is missing or not right. Open the step and fill it in.',
    ja: '「{node}」の設定が終わっていません。{what} がないか、正しくありません。ステップを開いて入力してください。',
  },
  'node.nameMissing': {
    en: '"{node}" has no name. Give it one.',
    ja: '「{node}」に名前がありません。入力してください。',
  },
  'node.outputNotSeen': {
    en: '"{node}" uses "{output}", which the code gave nothing for when it was last tried. Without a value it is empty: check the spelling, or try the code again.',
    ja: '「{node}」が使う「{output}」は、最後に試したときのコードの結果にありません。値がなければ空になります。綴りを確認するか、コードをもう一度試してください。',
  },
  'node.outputUnknown': {
    en: '"{node}" uses "{output}", which no step before it produces. Choose a value that an earlier step gives.',
    ja: '「{node}」が使う「{output}」を出力するステップが前にありません。前のステップの値を選んでください。',
  },
  'node.reportEndpointMissing': {
    en: '"{node}" waits for a report that comes as an event, but the incoming event is not chosen or does not exist any more. Choose one.',
    ja: '「{node}」はイベントで届く報告を待ちますが、イベント受信口が選ばれていないか、もうありません。選んでください。',
  },
  'node.reportOutputMissing': {
    en: '"{node}" does not say which value of the reply names the call in its report. Choose one.',
    ja: '「{node}」で、応答のどの値が報告と対応するかが選ばれていません。選んでください。',
  },
  'node.reportOutputOptional': {
    en: '"{node}" finds the report by "{output}" of the reply, and a reply without it counts as good. The report would then find nobody: let the external action fail when "{output}" is missing.',
    ja: '「{node}」は応答の「{output}」で報告を見つけますが、この値のない応答も成功とみなされます。その場合、報告は誰にも届きません。「{output}」がないときは失敗するように外部アクションを設定してください。',
  },
  'node.reportOutputUnknown': {
    en: '"{node}" finds the report by "{output}", which the external action does not read from the reply. Choose another value, or add it to the action.',
    ja: '「{node}」は「{output}」で報告を見つけますが、外部アクションは応答からこの値を読み取りません。別の値を選ぶか、アクションに追加してください。',
  },
  'node.reportPathMissing': {
    en: '"{node}" does not say which value of the event names the call that it reports on. Choose one.',
    ja: '「{node}」で、イベントのどの値がどの呼び出しの報告かを示すかが選ばれていません。選んでください。',
  },
  'node.reportPathRepeats': {
    en: '"{node}" finds the report by "{path}", by which the incoming event "{endpoint}" also recognises repeated events: a second report with the same value within seven days is left out. If calls can share a value, choose another one there.',
    ja: '「{node}」は「{path}」で報告を見つけますが、イベント受信口「{endpoint}」はこの値で重複も判定します。同じ値の 2 件目の報告は 7 日間無視されます。複数の呼び出しが同じ値を持つ場合は、受信口で別の値を選んでください。',
  },
  'node.reportPathUnknown': {
    en: '"{node}" finds the report by "{path}", which the accepted sample of "{endpoint}" does not have. Choose one of its values, or accept a newer sample.',
    ja: '「{node}」は「{path}」で報告を見つけますが、「{endpoint}」で採用したサンプルにこの値はありません。サンプルにある値を選ぶか、新しいサンプルを採用してください。',
  },
  'node.signalNodeMissing': {
    en: '"{node}" waits for a signal of the step "{target}", which is not in this journey or cannot send it. Choose another step.',
    ja: '「{node}」が待つシグナルを送るステップ「{target}」がこのジャーニーにないか、そのシグナルを送れません。別のステップを選んでください。',
  },
  'node.timeLimitMissing': {
    en: '"{node}" has no time limit, so people whose condition is never met would wait for ever. Set one.',
    ja: '「{node}」に制限時間がありません。条件が満たされない参加者が待ち続けることになります。制限時間を設定してください。',
  },
  'node.timeZoneUnknown': {
    en: '"{node}" goes by the clocks of "{timeZone}", which is not a known time zone. Use a name such as Asia/Tokyo.',
    ja: '「{node}」のタイムゾーン「{timeZone}」は存在しません。Asia/Tokyo のような名前を使ってください。',
  },
  'node.tokenUnknown': {
    en: '"{node}" gives a value to "{token}", which the external action no longer has. It is left out; remove it or update the action.',
    ja: '「{node}」は外部アクションにもうない「{token}」に値を渡しています。この値は使われません。削除するか、外部アクションを更新してください。',
  },
  'node.tokenUnmapped': {
    en: '"{node}" needs a value for "{token}". Choose a field or type one.',
    ja: '「{node}」には「{token}」の値が必要です。フィールドを選ぶか、値を入力してください。',
  },
  'node.unknownKind': {
    en: '"{node}" is of the kind "{kind}", which is not known. Known kinds: {allowed}.',
    ja: '「{node}」の種類「{kind}」は存在しません。使えるもの: {allowed}。',
  },
  'node.waitInPast': {
    en: '"{node}" waits until {at}, which has passed: people go on at once.',
    ja: '「{node}」が待つ日時 {at} は過ぎているため、参加者はすぐに先へ進みます。',
  },
  'node.zeroWait': {
    en: '"{node}" waits for no time. Enter a time of more than zero.',
    ja: '「{node}」の待機時間が 0 です。0 より長い時間を入力してください。',
  },
  'openApi.authChosen': {
    en: 'The API offers several ways to sign in. "{chosen}" was taken; the others are: {others}. You can choose another one in the connection.',
    ja: 'この API には複数の認証方法があります。「{chosen}」を選びました。ほかの方法: {others}。コネクションで変更できます。',
  },
  'openApi.authGuessed': {
    en: 'The way to sign in "{name}" cannot be set up by itself. Get an access token from the API and enter it in the connection, or choose another kind there.',
    ja: '認証方法「{name}」は自動では設定できません。API からアクセストークンを取得してコネクションに入力するか、別の種類を選んでください。',
  },
  'openApi.authToFill': {
    en: 'The document names the way to sign in ({name}), but holds no secrets. Enter them in the connection.',
    ja: '文書には認証方法({name})だけが書かれています。秘密情報はコネクションに入力してください。',
  },
  'openApi.authUnsupported': {
    en: 'The way to sign in ({names}) is not one that connections know. Choose what the API offers besides it in the connection.',
    ja: 'コネクションは認証方法({names})に対応していません。API が提供する別の方法をコネクションで選んでください。',
  },
  'openApi.baseUrlToFill': {
    en: 'The document does not say the whole address of the API: {baseUrl}. Write the real one into the connection before you save it.',
    ja: '文書に API の完全なアドレスがありません: {baseUrl}。コネクションを保存する前に、実際のアドレスに書き換えてください。',
  },
  'openApi.bodyLeft': {
    en: 'The body is optional and of a kind that cannot be sent ({types}). It was left out.',
    ja: '任意の本文は、送信できない種類({types})のため取り除きました。',
  },
  'openApi.bodyOnGet': {
    en: 'The operation requires a body with {method}, which callouts cannot send. Look for an operation with POST that does the same.',
    ja: 'この操作は {method} で本文が必須ですが、コールアウトでは送信できません。同じことができる POST の操作を探してください。',
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
  'openApi.methodUnsupported': {
    en: 'The method {method} cannot be used for callouts. Possible: {allowed}.',
    ja: 'メソッド {method} はコールアウトで使えません。使えるもの: {allowed}。',
  },
  'openApi.noOperations': {
    en: 'The document describes no operations under "paths". If it is one of several files, use the one that is put together ("bundled").',
    ja: '文書の「paths」に操作がありません。複数のファイルに分かれている場合は、一つにまとめたもの(bundled)を使ってください。',
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
    ja: '文書に操作「{id}」はありません。operationId か「メソッド /パス」で指定してください。例: {some}。',
  },
  'openApi.optionalLeft': {
    en: 'Only what the API requires was taken. These are optional and were left out ({count}), tick those that you need: {names}',
    ja: 'API が必須とする項目だけを取り込みました。任意の項目({count} 件)は含めていないので、必要なものを選んでください: {names}',
  },
  'openApi.otherServers': {
    en: 'The document names several addresses. {chosen} was taken; the others are: {others}.',
    ja: '文書に複数のアドレスがあります。{chosen} を選びました。ほかのアドレス: {others}。',
  },
  'openApi.refExternal': {
    en: 'The document refers to another file or address, which is never fetched: {ref}. Use the version that is put together into one file ("bundled").',
    ja: '文書が別のファイルまたはアドレスを参照していますが、読み込みません: {ref}。一つのファイルにまとめたもの(bundled)を使ってください。',
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
    ja: '{names} の秘密情報はコネクションに保存できません(保存できるのはヘッダー、または一つのパラメーターです)。アクションに残さないよう、値のないトークンにしました。',
  },
  'openApi.serverVariables': {
    en: 'The address has parts that differ from customer to customer, filled with the defaults of the document: {variables}. Check them in the connection.',
    ja: 'アドレスに契約ごとに異なる部分があり、文書の既定値で埋めました: {variables}。コネクションで確認してください。',
  },
  'openApi.syntax': {
    en: 'The document is neither valid JSON nor valid YAML: {reason}',
    ja: '文書が JSON としても YAML としても正しくありません: {reason}',
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
    ja: 'この操作は外部アクションの上限を超えています({where})。',
  },
  'openApi.tooSlow': {
    en: 'Reading the YAML took more than {seconds} seconds and was stopped. Use the JSON form of the document, or one that describes only what you need.',
    ja: 'YAML の読み取りに {seconds} 秒以上かかったため中止しました。JSON 形式の文書か、必要な部分だけを含む文書を使ってください。',
  },
  'openApi.urlFailed': {
    en: 'The document could not be fetched from {url}: {reason} Check the address, or download the file and choose it here.',
    ja: '{url} から文書を取得できませんでした: {reason} アドレスを確認するか、ファイルをダウンロードして選択してください。',
  },
  'openApi.variantChosen': {
    en: 'Parts of the request can be written in several ways ({count}). The first was taken.',
    ja: 'リクエストの一部には複数の書き方({count} 通り)があります。最初のものを選びました。',
  },
  'openApi.variantFieldsLeft': {
    en: 'Parts of the request can be written in several ways ({count}). One was taken; these fields belong to the others and were left out: {names}. Add what you need to the body.',
    ja: 'リクエストの一部には複数の書き方({count} 通り)があり、一つを選びました。ほかの書き方の項目は含めていません: {names}。必要なものは本文に追加してください。',
  },
  'openApi.versionUnsupported': {
    en: 'The document is of version {version}. Versions 2.0 (Swagger), 3.0 and 3.1 can be read.',
    ja: '文書のバージョンは {version} です。読み取れるのは 2.0(Swagger)、3.0、3.1 です。',
  },
  'template.connectionMissing': {
    en: 'This template calls through a connection of "{connector}". Choose one that is there, or make a new one.',
    ja: 'このテンプレートは「{connector}」のコネクションを使います。既存のものを選ぶか、新しく作成してください。',
  },
  'template.connectionUnknown': {
    en: 'This connection does not exist in the workspace. Choose another one, or make a new one.',
    ja: 'このコネクションはワークスペースにありません。別のものを選ぶか、新しく作成してください。',
  },
  'token.listItem': {
    en: '"{token}" is a list with the item "{item}". Here a list is written as one text with ; between its items, so an item that is empty, has blanks around it or contains ; would arrive as something else. Send the list as a JSON value, or change the item.',
    ja: '「{token}」のリストに「{item}」という項目があります。ここではリストを「;」区切りの一つのテキストにするため、空の項目、前後に空白がある項目、「;」を含む項目は正しく伝わりません。JSON の値として送るか、項目を直してください。',
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
} as const satisfies Record<string, { en: string; ja: string }>
