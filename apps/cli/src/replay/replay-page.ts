const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** Returns the result as an HTML page to print and file. It loads nothing and runs no script. */
export const reportPage = (text: string, result: object): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Replay of the dispute ledger</title>
<style>
body { font: 11pt/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #111 }
pre { font: 9pt/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
@page { margin: 15mm }
@media print { body { margin: 0; max-width: none } h2 { break-before: page } }
</style>
</head>
<body>
<h1>Replay of the dispute ledger</h1>
<p>Written ${new Date().toISOString()}.</p>
<pre>${escaped(text)}</pre>
<h2>In full</h2>
<pre>${escaped(JSON.stringify(result, null, 2))}</pre>
</body>
</html>
`;
