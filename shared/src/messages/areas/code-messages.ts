import type { MessageTable } from './message-table.ts'

export const codeMessages = {
  'code.memoryLimit': {
    en: 'The code needs more than {megabytes} MB of memory (line {line}, column {column}). Keep less at once, or look for a loop that does not end.',
    ja: 'コードが使うメモリが {megabytes} MB を超えました（{line} 行目、{column} 文字目）。一度に保持するデータを減らすか、終わらない繰り返しがないか確認してください。',
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
    ja: 'コードが返した「{key}」に保存できない文字（NUL または壊れた文字）が含まれています。取り除いてください。',
  },
  'code.resultValueInvalid': {
    en: '"{key}", which the code returns, is {found}. Return a text, a number, true or false, or a list of those; JSON.stringify(…) makes one text of anything else.',
    ja: 'コードが返した「{key}」は {found} です。テキスト、数値、真偽値、またはそれらのリストを返してください。それ以外は JSON.stringify(…) で一つのテキストにできます。',
  },
  'code.stackLimit': {
    en: 'The functions of the code call each other too deeply (line {line}, column {column}). Look for a function that calls itself without an end.',
    ja: '関数の呼び出しが深すぎます（{line} 行目、{column} 文字目）。自分自身を呼び続ける関数がないか確認してください。',
  },
  'code.stackLimitSomewhere': {
    en: 'The code calls functions, or nests values, too deeply. Look for a function that calls itself without an end.',
    ja: '関数の呼び出しまたは値の入れ子が深すぎます。自分自身を呼び続ける関数がないか確認してください。',
  },
  'code.syntax': {
    en: 'Line {line}, column {column} of the code cannot be read: {message}.',
    ja: 'コードの {line} 行目、{column} 文字目を読み取れません：{message}。',
  },
  'code.syntaxSomewhere': {
    en: 'The code cannot be read: {message}.',
    ja: 'コードを読み取れません：{message}。',
  },
  'code.thrown': {
    en: 'Line {line}, column {column} of the code: {message}',
    ja: 'コードの {line} 行目、{column} 文字目：{message}',
  },
  'code.thrownSomewhere': {
    en: 'The code stopped with an error: {message}',
    ja: 'コードがエラーで停止しました：{message}',
  },
  'code.timeLimit': {
    en: 'The code ran for more than {seconds} s and was stopped (near line {line}, column {column}). Look for a loop that does not end.',
    ja: 'コードの実行時間が {seconds} 秒を超えたため停止しました（{line} 行目、{column} 文字目付近）。終わらない繰り返しがないか確認してください。',
  },
  'code.timeLimitSomewhere': {
    en: 'The code ran for more than {seconds} s and was stopped. Look for a loop that does not end.',
    ja: 'コードの実行時間が {seconds} 秒を超えたため停止しました。終わらない繰り返しがないか確認してください。',
  },
} as const satisfies MessageTable
