import type { MessageTable } from './message-table.ts'

export const csvMessages = {
  'csv.alreadyExcluded': {
    en: 'This person is on the exclusion list of the journey already.',
    ja: 'この人はすでにジャーニーの除外リストにあります。',
  },
  'csv.cancelled': {
    en: 'The import was cancelled. The people from the rows that were processed before stay in the journey.',
    ja: '取り込みがキャンセルされました。それまでに処理した行の結果と、登録済みの人はそのまま残ります。',
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
    ja: '「{field}」に割り当てられた列「{column}」がファイルにありません。見つかった列：{columns}。',
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
    ja: '{line} 行目に {encoding} として読めないバイトがあります（{found}、ファイルの {byte} バイト目）。UTF-8 で保存し直してください。Excel では「ファイル › 名前を付けて保存 › CSV UTF-8（コンマ区切り）」を選びます。または文字コードを指定してください。',
  },
  'csv.fieldUnknown': {
    en: 'The column "{column}" is mapped to "{field}", which is not a field of this journey. Choose another field.',
    ja: '列「{column}」の割り当て先「{field}」はこのジャーニーのフィールドではありません。別のフィールドを選んでください。',
  },
  'csv.fileMissing': {
    en: 'The request has no file. Send the CSV as the body (text/csv), or as one file part of a multipart form.',
    ja: 'リクエストにファイルがありません。CSV を本文（text/csv）として、または multipart フォームのファイルとして送信してください。',
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
    ja: 'これは {format} ファイルで、CSV ではありません。元のアプリで開き、CSV として保存し直してください（Excel では「CSV UTF-8」）。',
  },
  'csv.quoteNotClosed': {
    en: 'The row that begins on line {line} opens a quote that is never closed. Close it, or write a quote inside of a cell twice ("").',
    ja: '{line} 行目から始まる行の引用符が閉じられていません。引用符を閉じてください。セルの中の引用符は二つ重ねて（""）書きます。',
  },
  'csv.quoteWrong': {
    en: 'Line {line}: a quote closes a cell and is followed by more text (the row begins on line {row}). Put a separator after it, or write a quote inside of a cell twice ("").',
    ja: '{line} 行目：閉じる引用符の後に文字が続いています（行は {row} 行目から始まります）。区切り文字を入れるか、セルの中の引用符を二つ重ねて（""）書いてください。',
  },
  'csv.requiredUnmapped': {
    en: 'No column is mapped to "{field}", which is required. Choose a column for it.',
    ja: '必須の「{field}」に列が割り当てられていません。列を選んでください。',
  },
  'csv.rowTooLong': {
    en: 'The row that begins on line {line} is longer than {limit} characters. A quote in it is probably not closed.',
    ja: '{line} 行目から始まる行が {limit} 文字を超えています。引用符が閉じられていない可能性があります。',
  },
  'csv.rowErased': {
    en: 'The person of this row was erased while the file was waiting.',
    ja: 'ファイルの処理を待つ間に、この行の人は消去されました。',
  },
  'csv.rowsLost': {
    en: 'The uploaded rows were lost when the database was stopped hard. Upload the file again: people who are in already are recognised.',
    ja: 'データベースが強制終了したため、アップロードした行が失われました。ファイルをもう一度アップロードしてください。登録済みの人は重複として扱われます。',
  },
  'csv.strayQuote': {
    en: 'There is a quote in the middle of a cell that is not quoted. Put quotes around the whole cell and write the quote inside of it twice ("").',
    ja: '引用符で囲まれていないセルの途中に引用符があります。セル全体を引用符で囲み、中の引用符は二つ重ねて（""）書いてください。',
  },
  'csv.tooManyColumns': {
    en: 'The file has {found} columns; at most {limit} are allowed. Remove the columns that are not needed.',
    ja: 'ファイルに列が {found} 個あります。上限は {limit} 個です。不要な列を削除してください。',
  },
  'csv.uploadBroken': {
    en: 'The upload ended before the file was complete. Upload it again.',
    ja: 'ファイルを受信し終える前にアップロードが中断されました。もう一度アップロードしてください。',
  },
} as const satisfies MessageTable
