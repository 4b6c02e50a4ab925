/**
 * Commands in the manner of many vendors' documentation, written for these tests. Every secret is made up. `bash` runs each of
 * them with the real curl; those for other shells name the same call as bash would have it in `sameAs`.
 */
export type CurlCase = {
  title: string
  command: string
  sameAs?: string
  /** What curl puts where the import makes a token; a variable of the shell has its own name as its value. */
  values?: Record<string, string | number | boolean>
  /** Told apart on purpose, with the reason. */
  differs?: 'contentType'
}

export const curlCases: CurlCase[] = [
  {
    title: 'Slack: a message with a bearer token',
    command: `curl -X POST https://slack.com/api/chat.postMessage \\
  -H "Authorization: Bearer xoxb-1111-2222-fake" \\
  -H "Content-type: application/json; charset=utf-8" \\
  -d '{"channel":"C123ABC456","text":"Hello <@U123>, see <https://example.com|this>"}'`,
  },
  {
    title: 'Slack: the older way, as a form',
    command: `curl -F text="Hello there" -F channel=C123 -H "Authorization: Bearer xoxb-fake" https://slack.com/api/chat.postMessage`,
  },
  {
    title: 'Slack: conversations with query parameters joined by -G',
    command: `curl -sG https://slack.com/api/conversations.list -d limit=20 -d types=public_channel,private_channel -H 'Authorization: Bearer xoxb-fake'`,
  },
  {
    title: 'Slack: JSON inside a form field',
    command: `curl https://slack.com/api/chat.update -H 'Authorization: Bearer xoxb-fake' --data-urlencode 'attachments=[{"text":"a & b = c"}]' -d channel=C1 --data 'ts=1401383885.000061'`,
  },
  {
    title: 'Zendesk: a ticket with a name and password',
    command: `curl https://example.zendesk.com/api/v2/tickets.json \\
  -d '{"ticket": {"subject": "My printer is on fire!", "comment": {"body": "The smoke is very colorful."}}}' \\
  -H "Content-Type: application/json" -v -u agent@example.com:fake-password -X POST`,
  },
  {
    title: 'Zendesk: an API token behind /token',
    command: `curl "https://example.zendesk.com/api/v2/search.json?query=type:ticket+status:open&sort_by=created_at" -v -u agent@example.com/token:faketoken123`,
  },
  {
    title: 'Zendesk: a ticket by a variable in braces',
    command: `curl https://example.zendesk.com/api/v2/tickets/{ticket_id}.json -H 'Content-Type: application/json' -X PUT -d '{"ticket":{"status":"solved"}}' -u a@example.com:fake`,
  },
  {
    title: 'Twilio: an SMS by form with shell variables',
    command: `curl -X POST "https://api.twilio.com/2010-04-01/Accounts/AC0000/Messages.json" \\
--data-urlencode "Body=Hi there & welcome" \\
--data-urlencode "From=+15017122661" \\
--data-urlencode "To=$PHONE" \\
-u AC0000:fake_auth_token`,
  },
  {
    title: 'Twilio: a lookup',
    command: `curl -X GET 'https://lookups.twilio.com/v2/PhoneNumbers/+15108675310?Fields=caller_name%2Cline_type' -u ACfake:faketoken`,
  },
  {
    title: 'HubSpot: a contact',
    command: `curl --request POST \\
  --url https://api.hubapi.com/crm/v3/objects/contacts \\
  --header 'authorization: Bearer pat-na1-fake-fake' \\
  --header 'content-type: application/json' \\
  --data '{
  "properties": {
    "email": "customer001@example.com",
    "lastname": "日本語"
  }
}'`,
  },
  {
    title: 'HubSpot: an API key in the address',
    command: `curl "https://api.hubapi.com/contacts/v1/lists/all/contacts/all?hapikey=fake-key&count=2"`,
  },
  {
    title: 'Salesforce: a record with an instance token',
    command: `curl https://example.my.salesforce.com/services/data/v60.0/sobjects/Account/ -H "Authorization: Bearer 00DE0X0A0M0PeLE!AQcAQH0dMHEXAMPLEzmpkb58urFRkgeBGsxL_QJWwYMfAbUeeG7c1E6LYUfiDUkWe6H34r1AAwOR8B8fLEz6n04NPGRrq0FM" -H "Content-Type: application/json" -d '{"Name": "Express Logistics and Transport"}'`,
  },
  {
    title: 'Salesforce: a query with spaces written as plus',
    command: `curl https://example.my.salesforce.com/services/data/v60.0/query/?q=SELECT+name+from+Account -H 'Authorization: Bearer fake'`,
  },
  {
    title: 'Jira: an issue with deep JSON',
    command: `curl --request POST --url 'https://example.atlassian.net/rest/api/3/issue' --user 'email@example.com:<api_token>' --header 'Accept: application/json' --header 'Content-Type: application/json' --data '{
    "fields": { "project": { "id": "10000" }, "labels": ["bugfix","blitz_test"], "duedate": "2026-05-11" },
    "update": {}
  }'`,
    values: {},
  },
  {
    title: 'Jira: JQL already encoded',
    command: `curl -D- -u fred@example.com:fake -X GET -H "Content-Type: application/json" "https://example.atlassian.net/rest/api/2/search?jql=project%20%3D%20HSP%20AND%20status%3D%22Open%22&maxResults=15"`,
  },
  {
    title: 'Genesys Cloud: a conversation with a UUID of the shell',
    command: `curl -X GET "https://api.mypurecloud.de/api/v2/conversations/\${CONVERSATION_ID}" -H "Authorization: bearer fake-token" -H "Accept: application/json"`,
  },
  {
    title: 'Genesys Cloud: the login by client credentials',
    command: `curl -H "Content-Type: application/x-www-form-urlencoded" --user client-id:client-secret -d "grant_type=client_credentials" https://login.mypurecloud.de/oauth/token`,
  },
  {
    title: 'Qualtrics: a response with its own key header',
    command: `curl -X PUT -H 'X-API-TOKEN: fake-qualtrics-token' -H 'Content-Type: application/json' -d '{
    "surveyId": "SV_fake",
    "embeddedData": {"agent": "Customer 001", "channel": null, "score": 9.5}
}' 'https://fra1.qualtrics.com/API/v3/responses/FS_1234'`,
  },
  {
    title: 'GitHub: an issue with versioned headers',
    command: `curl -L \\
  -X POST \\
  -H "Accept: application/vnd.github+json" \\
  -H "Authorization: Bearer <YOUR-TOKEN>" \\
  -H "X-GitHub-Api-Version: 2022-11-28" \\
  https://api.github.com/repos/OWNER/REPO/issues \\
  -d '{"title":"Found a bug","body":"I'"'"'m having a problem with this.","assignees":["octocat"],"milestone":1,"labels":["bug"]}'`,
    differs: 'contentType',
  },
  {
    title: 'GitHub: the older "token" scheme',
    command: `curl -H "Authorization: token ghp_fakefakefake" https://api.github.com/user/repos?per_page=5&page=2`,
    sameAs: `curl -H "Authorization: token ghp_fakefakefake" 'https://api.github.com/user/repos?per_page=5&page=2'`,
  },
  {
    title: 'GitHub: GraphQL, whose braces are no variables',
    command: `curl -H "Authorization: bearer fake" -X POST -d '{"query": "query { viewer {login repositories(first: 3) {nodes {name}}}}"}' -H 'content-type: application/json' https://api.github.com/graphql`,
  },
  {
    title: 'Stripe: a charge with a key for a user name',
    command: `curl https://api.stripe.com/v1/charges \\
  -u sk_test_fake: \\
  -d amount=2000 \\
  -d currency=usd \\
  -d "metadata[order_id]"=6735 \\
  -d description="Charge for jenny.rosen@example.com"`,
  },
  {
    title: 'Stripe: a page of customers',
    command: `curl -G https://api.stripe.com/v1/customers -u "sk_test_fake:" -d limit=3 -d "created[gte]=1700000000"`,
  },
  {
    title: 'OpenAI: a completion with an environment key',
    command: `curl https://api.openai.com/v1/chat/completions \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -d '{
    "model": "gpt-4o",
    "temperature": 0.7,
    "stream": false,
    "messages": [{"role": "user", "content": "Say this is a test!\\nTwice: \\"test\\""}]
  }'`,
  },
  {
    title: 'Mailchimp: any user name and a key',
    command: `curl -X POST 'https://us6.api.mailchimp.com/3.0/lists/57afe96172/members?skip_merge_validation=false' --user "anystring:fake-us6" -d '{"email_address":"customer001@example.com","status":"subscribed","merge_fields":{"FNAME":"Customer","LNAME":"001"}}' -H 'content-type: application/json'`,
  },
  {
    title: 'Mailgun: a mail by multipart',
    command: `curl -s --user 'api:key-fake' https://api.mailgun.net/v3/example.com/messages -F from='Tabiji <tabiji@example.com>' -F to=customer001@example.com -F subject='Hello' --form-string text='Testing; some @awesomeness = "yes"'`,
  },
  {
    title: 'SendGrid: a mail with a placeholder in the text',
    command: `curl --request POST --url https://api.sendgrid.com/v3/mail/send --header 'Authorization: Bearer SG.fake' --header 'Content-Type: application/json' --data '{"personalizations": [{"to": [{"email": "customer001@example.com"}]}],"subject": "Hi {{first_name}}"}'`,
    values: { first_name: '{{first_name}}' },
  },
  {
    title: 'Intercom: a note with a version header',
    command: `curl https://api.intercom.io/contacts/25/notes -X POST -H 'Authorization:Bearer fake' -H 'Accept:application/json' -H 'Content-Type:application/json' -H 'Intercom-Version: 2.11' -d '{"body":"<p>Text for <b>the</b> note</p>"}'`,
  },
  {
    title: 'Freshdesk: a key with the password X',
    command: `curl -v -u fakekey:X -H "Content-Type: application/json" -X POST -d '{ "description": "Details", "subject": "Support Needed", "email": "customer001@example.com", "priority": 1, "status": 2 }' 'https://example.freshdesk.com/api/v2/tickets'`,
  },
  {
    title: 'PagerDuty: its own scheme',
    command: `curl --request GET --url 'https://api.pagerduty.com/incidents?limit=1&statuses[]=triggered' --globoff --header 'Accept: application/json' --header 'Authorization: Token token=y_NbAkKc66ryYTWUXYEu'`,
  },
  {
    title: 'Shopify: its own key header',
    command: `curl -d '{"customer":{"first_name":"Customer","last_name":"001","verified_email":true}}' -X POST "https://example.myshopify.com/admin/api/2024-01/customers.json" -H "X-Shopify-Access-Token: fake" -H "Content-Type: application/json"`,
  },
  {
    title: 'Notion: a page with an apostrophe in ANSI quotes',
    command: String.raw`curl 'https://api.notion.com/v1/pages' -H 'Authorization: Bearer secret_fake' -H "Content-Type: application/json" -H "Notion-Version: 2022-06-28" --data $'{"title": "It\'s caf\u00e9 \xe3\x81\x82", "line": "a\\nb"}'`,
  },
  {
    title: 'Airtable: a record of a table with a space',
    command: `curl "https://api.airtable.com/v0/appfake/Table%201?maxRecords=3&view=Grid%20view" -H "Authorization: Bearer fake"`,
  },
  {
    title: 'Asana: pretty JSON by --json',
    command: `curl --json '{"data":{"name":"Buy catnip"}}' -H "Authorization: Bearer 0/fake" https://app.asana.com/api/1.0/tasks`,
  },
  {
    title: 'Datadog: two key headers',
    command: `curl -X POST "https://api.datadoghq.com/api/v1/events" -H "DD-API-KEY: fakeone" -H "DD-APPLICATION-KEY: faketwo" -H "Content-Type: application/json" --data-raw '{"title":"@everyone","text":"x"}'`,
  },
  {
    title: 'Algolia: an id that is no secret beside a key that is one',
    command: `curl -X POST -H "X-Algolia-API-Key: fake" -H "X-Algolia-Application-Id: APPID" --data-binary '{ "requests": [] }' "https://appid-dsn.algolia.net/1/indexes/*/queries" -H 'Content-Type: application/json'`,
  },
  {
    title: 'Google: a key in the address',
    command: `curl 'https://maps.googleapis.com/maps/api/geocode/json?address=1600+Amphitheatre+Parkway&key=AIzaSyFakeFakeFakeFake0'`,
  },
  {
    title: 'OpenWeather: appid',
    command: `curl 'https://api.openweathermap.org/data/2.5/weather?q=London,uk&appid=0123456789abcdef'`,
  },
  {
    title: 'Microsoft Graph: parameters that begin with a dollar',
    command: `curl "https://graph.microsoft.com/v1.0/users?\\$select=displayName,mail&\\$top=5" -H "Authorization: Bearer eyJ0.fake"`,
  },
  {
    title: 'Azure: a subscription key',
    command: `curl -X POST 'https://api.cognitive.microsofttranslator.com/translate?api-version=3.0&to=ja' -H 'Ocp-Apim-Subscription-Key: fake' -H 'Content-Type: application/json; charset=UTF-8' -d "[{'Text':'Hello'}]"`,
  },
  {
    title: 'Elasticsearch: lines of JSON, which are no JSON',
    command: String.raw`curl -X POST "https://es.example.com/_bulk" -H 'Content-Type: application/x-ndjson' --data-binary $'{"index":{"_id":"1"}}\n{"name":"a"}\n'`,
  },
  {
    title: 'A SOAP call',
    command: `curl https://soap.example.com/service -H 'Content-Type: text/xml; charset=utf-8' -H 'SOAPAction: "urn:GetUser"' -d '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><GetUser id="7"/></soap:Body></soap:Envelope>'`,
  },
  {
    title: 'XML with a variable in an element',
    command: `curl -X POST https://xml.example.com/orders -H 'Content-Type: application/xml' -d "<order><customer>$CUSTOMER_ID</customer></order>"`,
  },
  {
    title: 'Plain text',
    command: `curl -X POST https://example.com/hook -H 'Content-Type: text/plain' -d 'deploy finished, took 5 s'`,
  },
  {
    title: 'Text without any type',
    command: `curl -X POST https://example.com/hook -d 'just words'`,
  },
  {
    title: 'A cookie and browser headers, as "Copy as cURL" gives them',
    command: `curl 'https://app.example.com/api/save' \\
  -H 'accept: application/json, text/plain, */*' \\
  -H 'accept-language: en-US,en;q=0.9,ja;q=0.8' \\
  -H 'content-type: application/json' \\
  -b 'session=fakesession; theme=dark' \\
  -H 'origin: https://app.example.com' \\
  -H 'sec-ch-ua: "Chromium";v="130"' \\
  -H 'sec-fetch-mode: cors' \\
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \\
  --data-raw $'{"name":"It\\'s","emoji":"\\U0001F600"}' --compressed`,
  },
  {
    title: 'A raw multipart body, as a browser copies it',
    command: String.raw`curl 'https://app.example.com/upload' -H 'content-type: multipart/form-data; boundary=----WebKitFormBoundaryX' --data-raw $'------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n------WebKitFormBoundaryX--\r\n'`,
  },
  { title: 'Nothing but an address', command: `curl https://example.com` },
  {
    title: 'An address with a port, a fragment and dots',
    command: `curl 'https://example.com:8443/a/./b/../c/d%2Fe?x=1#part'`,
  },
  { title: 'HEAD', command: `curl -I https://example.com/files/report.csv` },
  {
    title: 'DELETE with a joined method',
    command: `curl -XDELETE https://example.com/items/42 -H'X-Request-Source: docs'`,
  },
  {
    title: 'Short options run together',
    command: `curl -sSkLXPATCH https://example.com/items/42 -HAccept:application/json -da=1`,
  },
  { title: 'Long options that are cut short', command: `curl --head --user-ag tabiji https://example.com/x` },
  {
    title: 'A user agent, a referer and a range',
    command: `curl https://example.com/file -A 'Tabiji/1.0' -e https://example.com/from -r 0-99`,
  },
  { title: 'A name and password in the address', command: `curl https://customer:p%40ss@example.com/private/data` },
  { title: 'OAuth 2 by its option', command: `curl --oauth2-bearer fake-token -m 30 https://example.com/me` },
  { title: 'An empty body', command: `curl -X POST https://example.com/jobs/7/start -d ''` },
  {
    title: 'A header that is sent empty, and one that is taken away',
    command: `curl https://example.com/x -H 'X-Empty;' -H 'Accept:'`,
  },
  { title: 'A header twice', command: `curl https://example.com/x -H 'X-Tag: a' -H 'X-Tag: b'` },
  { title: 'A parameter without a value, and one twice', command: `curl 'https://example.com/x?tag=a&tag=b&flag='` },
  {
    title: 'A value with every sign',
    command: `curl -G https://example.com/x --data-urlencode 'q=a+b&c=d/é?#[]%' --data-urlencode '=plain=' -d raw=1`,
  },
  {
    title: 'A here-document as the body',
    command: `curl -X POST https://example.com/events -H 'Content-Type: application/json' -d @- <<EOF
{
  "id": "$EVENT_ID",
  "cost": "\\$5"
}
EOF`,
  },
  {
    title: 'Values that are set before the call',
    command: `export TOKEN=fake-from-export
ID=42
curl "https://example.com/items/$ID" -H "Authorization: Bearer $TOKEN"`,
  },
  {
    title: 'A value that is set in the shell with a default',
    command: `curl "https://example.com/items/\${ITEM:-7}/notes"`,
    values: { ITEM: '7' },
  },
  {
    title: 'A comment, a prompt and a pipe around the call',
    command: `# list them
$ curl -s https://example.com/items -H 'Accept: application/json' | cat > /dev/null`,
    sameAs: `curl -s https://example.com/items -H 'Accept: application/json'`,
  },
  {
    title: 'Numbers and truth values by variables outside of quotes',
    command: `curl https://example.com/score -H 'Content-Type: application/json' -d "{\\"score\\": $SCORE, \\"isFinal\\": $isFinal, \\"who\\": \\"$WHO\\"}"`,
    values: { SCORE: 1, isFinal: true },
  },
  {
    title: 'JSON without its type, which is sent as what it is',
    command: `curl https://example.com/items -d '{"a":1}'`,
    differs: 'contentType',
  },
  {
    title: 'Placeholders of a documentation in every place',
    command: `curl 'https://example.com/users/:userId/items/<item-id>?since=<date>' -H 'X-Trace: {trace}' -H 'Content-Type: application/json' -d '{"channel":"<channel>","to":"{to}","cc":"\${CC}"}'`,
    sameAs: `curl -g 'https://example.com/users/userId/items/item-id?since=date' -H 'X-Trace: trace' -H 'Content-Type: application/json' -d '{"channel":"channel","to":"to","cc":"CC"}'`,
  },
  {
    title: 'Windows: carets and doubled quotes',
    command: `curl -X POST "https://example.com/items?a=1&b=2" ^
  -H "Content-Type: application/json" ^
  -H "X-API-KEY: fake" ^
  -d "{\\"name\\": \\"Customer 001\\", \\"n\\": 5}"`,
    sameAs: `curl -X POST "https://example.com/items?a=1&b=2" -H "Content-Type: application/json" -H "X-API-KEY: fake" -d '{"name": "Customer 001", "n": 5}'`,
  },
  {
    title: 'Windows: "Copy as cURL (cmd)" of a browser',
    command: `curl ^"https://example.com/items?x=1^&y=%^20z^" ^
  -H ^"accept: */*^" ^
  -H ^"content-type: application/json^" ^
  --data-raw ^"^{^\\^"a^\\^":^\\^"b ^& c^\\^"^}^"`,
    sameAs: `curl 'https://example.com/items?x=1&y=%20z' -H 'accept: */*' -H 'content-type: application/json' --data-raw '{"a":"b & c"}'`,
  },
  {
    title: 'PowerShell: backticks and curl.exe',
    command:
      "curl.exe -X POST 'https://example.com/items' `\n  -H 'Content-Type: application/json' `\n  -H \"Authorization: Bearer $env:TOKEN\" `\n  -d '{\\\"name\\\": \\\"It''s\\\"}'",
    sameAs: `curl -X POST 'https://example.com/items' -H 'Content-Type: application/json' -H "Authorization: Bearer $TOKEN" -d '{"name": "It'"'"'s"}'`,
  },
  {
    title: 'Typographic quotes and dashes of a word processor',
    command: `curl –X POST “https://example.com/items” —header “Content-Type: application/json” -d ‘{"a":1}’`,
    sameAs: `curl -X POST 'https://example.com/items' -H 'Content-Type: application/json' -d '{"a":1}'`,
  },
  {
    title: 'Lines whose backslashes were lost in copying',
    command: `curl -X POST https://example.com/items \\ 
  -H 'X-One: 1'
  -H 'X-Two: 2'
  --data 'a=1'`,
    sameAs: `curl -X POST https://example.com/items -H 'X-One: 1' -H 'X-Two: 2' --data 'a=1'`,
  },
  {
    title: 'A JSON:API type of its own',
    command: `curl -X PATCH https://example.com/people/1 -H 'Content-Type: application/vnd.api+json' -H 'Accept: application/vnd.api+json' -d '{"data":{"type":"people","id":"1","attributes":{"name":"é\\u00e9"}}}'`,
  },
  {
    title: 'Trello: two secrets in the address',
    command: `curl -X POST 'https://api.trello.com/1/cards?idList=5abbe4b7ddc1b351ef961414&key=0123456789abcdef0123456789abcdef&token=fake' -H 'Accept: application/json'`,
    values: { key: '0123456789abcdef0123456789abcdef' },
  },
]
