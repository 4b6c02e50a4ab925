import type { MessageTable } from './message-table.ts'

export const nodeMessages = {
  'node.actionMissing': {
    en: '"{node}" has no external action. Choose the one to call.',
    ja: '「{node}」に外部アクションが選ばれていません。呼び出すものを選んでください。',
  },
  'node.actionUnknown': {
    en: 'The external action of "{node}" does not exist any more. Choose another one.',
    ja: '「{node}」の外部アクションはもう存在しません。別のものを選んでください。',
  },
  'node.callbackAddressUnused': {
    en: '"{node}" waits for a callback, but no value it sends is the address for it. Choose "Callback address" for the value that tells the other system where to call back.',
    ja: '「{node}」はコールバックを待ちますが、コールバック先のアドレスを送る値がありません。コールバック先を知らせる値に「コールバック先のアドレス」を選んでください。',
  },
  'node.callbackOff': {
    en: '"{node}" sends an address for a callback as "{token}", but does not wait for one. Turn on waiting for the callback, or choose another value.',
    ja: '「{node}」は「{token}」にコールバック先のアドレスを送りますが、コールバックを待つ設定がオフです。コールバックを待つ設定をオンにするか、別の値を選んでください。',
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
  'node.callbackEndpointMissing': {
    en: '"{node}" waits for a callback that comes as an event, but the incoming event is not chosen or does not exist any more. Choose one.',
    ja: '「{node}」はイベントで届くコールバックを待ちますが、イベント受信口が選ばれていないか、もうありません。選んでください。',
  },
  'node.callbackOutputMissing': {
    en: '"{node}" does not say which value of the reply names the call in its callback. Choose one.',
    ja: '「{node}」で、応答のどの値がコールバックと対応するかが選ばれていません。選んでください。',
  },
  'node.callbackOutputOptional': {
    en: '"{node}" finds the callback by "{output}" of the reply, and a reply without it counts as good. The callback would then find nobody: let the external action fail when "{output}" is missing.',
    ja: '「{node}」は応答の「{output}」でコールバックを見つけますが、この値のない応答も成功とみなされます。その場合、コールバックは誰にも届きません。「{output}」がないときは失敗するように外部アクションを設定してください。',
  },
  'node.callbackOutputUnknown': {
    en: '"{node}" finds the callback by "{output}", which the external action does not read from the reply. Choose another value, or add it to the action.',
    ja: '「{node}」は「{output}」でコールバックを見つけますが、外部アクションは応答からこの値を読み取りません。別の値を選ぶか、アクションに追加してください。',
  },
  'node.callbackPathMissing': {
    en: '"{node}" does not say which value of the event names the call that it is the callback for. Choose one.',
    ja: '「{node}」で、イベントのどの値がどの呼び出しのコールバックかを示すかが選ばれていません。選んでください。',
  },
  'node.callbackPathRepeats': {
    en: '"{node}" finds the callback by "{path}", by which the incoming event "{endpoint}" also recognises repeated events: a second callback with the same value within seven days is left out. If calls can share a value, choose another one there.',
    ja: '「{node}」は「{path}」でコールバックを見つけますが、イベント受信口「{endpoint}」はこの値で重複も判定します。同じ値の 2 件目のコールバックは 7 日間無視されます。複数の呼び出しが同じ値を持つ場合は、受信口で別の値を選んでください。',
  },
  'node.callbackPathUnknown': {
    en: '"{node}" finds the callback by "{path}", which the accepted sample of "{endpoint}" does not have. Choose one of its values, or accept a newer sample.',
    ja: '「{node}」は「{path}」でコールバックを見つけますが、「{endpoint}」で採用したサンプルにこの値はありません。サンプルにある値を選ぶか、新しいサンプルを採用してください。',
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
    ja: '「{node}」の種類「{kind}」は存在しません。使えるもの：{allowed}。',
  },
  'node.waitInPast': {
    en: '"{node}" waits until {at}, which has passed: people go on at once.',
    ja: '「{node}」が待つ日時 {at} は過ぎているため、参加者はすぐに先へ進みます。',
  },
  'node.zeroWait': {
    en: '"{node}" waits for no time. Enter a time of more than zero.',
    ja: '「{node}」の待機時間が 0 です。0 より長い時間を入力してください。',
  },
} as const satisfies MessageTable
