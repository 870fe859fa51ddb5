// protocol.js FILE - every request through the client library of Visual Studio Code, whose types say what an answer must be.
// ROLEGATE: the command; POLICIES: to include from. Run where vscode-languageserver-protocol is found.
'use strict';

const fs = require('fs');
const { spawn } = require('child_process');
const { createRequire } = require('module');
const { pathToFileURL } = require('url');
const lsp = createRequire(process.cwd() + '/')('vscode-languageserver-protocol/node');

let passed = 0, failed = 0;
function check(name, is) {
  if (is) passed++; else { failed++; console.log('failed: ' + name); }
}

async function main() {
  const text = fs.readFileSync(process.argv[2], 'utf8'), uri = pathToFileURL(process.argv[2]).href;
  const server = spawn(process.env.ROLEGATE, ['lsp', '-I', process.env.POLICIES], { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = lsp.createProtocolConnection(new lsp.StreamMessageReader(server.stdout),
    new lsp.StreamMessageWriter(server.stdin));
  const textDocument = { uri }, range = lsp.Range.create(0, 0, text.split('\n').length, 0);
  const published = [];
  client.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => published.push(params));
  client.onNotification(lsp.ShowMessageNotification.type, () => {});
  client.listen();
  const { capabilities } = await client.sendRequest(lsp.InitializeRequest.type,
    { processId: null, rootUri: null, capabilities: {}, workspaceFolders: null });
  check('incremental', capabilities.textDocumentSync.change === lsp.TextDocumentSyncKind.Incremental);
  client.sendNotification(lsp.InitializedNotification.type, {});
  client.sendNotification(lsp.DidOpenTextDocumentNotification.type,
    { textDocument: { uri, languageId: 'rolegate', version: 1, text } });

  const at = text.split('\n').map((line, i) => [i, line.indexOf('assign agent')]).find((one) => one[1] >= 0);
  const position = lsp.Position.create(at[0], at[1] + 'assign a'.length), place = { textDocument, position };
  const ask = (type, params) => client.sendRequest(type, params);
  const all = (list, is) => Array.isArray(list) && list.length > 0 && list.every((one) => is(one));
  check('completion', all((await ask(lsp.CompletionRequest.type, place)).items,
    (one) => typeof one.label === 'string' && lsp.TextEdit.is(one.textEdit)));
  check('hover', lsp.Hover.is(await ask(lsp.HoverRequest.type, place)));
  check('definition', lsp.Location.is(await ask(lsp.DefinitionRequest.type, place)));
  check('references', all(await ask(lsp.ReferencesRequest.type, { ...place, context: { includeDeclaration: true } }),
    lsp.Location.is));
  check('highlight', all(await ask(lsp.DocumentHighlightRequest.type, place), (one) => lsp.Range.is(one.range)));
  check('of an installed file: no rename', await ask(lsp.PrepareRenameRequest.type, place) === null);
  const symbols = await ask(lsp.DocumentSymbolRequest.type, { textDocument });
  check('symbols', all(symbols, lsp.DocumentSymbol.is));
  const own = { textDocument, position: symbols[0].selectionRange.start };
  check('prepareRename', lsp.Range.is((await ask(lsp.PrepareRenameRequest.type, own)).range));
  check('rename', lsp.WorkspaceEdit.is(await ask(lsp.RenameRequest.type, { ...own, newName: 'other.name' })));
  check('workspace symbols', all(await ask(lsp.WorkspaceSymbolRequest.type, { query: 'a' }),
    (one) => typeof one.name === 'string' && lsp.Location.is(one.location)));
  check('folding', all(await ask(lsp.FoldingRangeRequest.type, { textDocument }), lsp.FoldingRange.is));
  check('tokens', lsp.SemanticTokens.is(await ask(lsp.SemanticTokensRequest.type, { textDocument })));
  const lenses = await ask(lsp.CodeLensRequest.type, { textDocument });
  check('lenses', all(lenses, lsp.CodeLens.is));
  check('a lens', lsp.Command.is((await ask(lsp.CodeLensResolveRequest.type, lenses.find((one) => one.data))).command));
  const run = lenses.find((one) => one.command).command;
  await ask(lsp.ExecuteCommandRequest.type, { command: run.command, arguments: run.arguments });
  check('hints', all(await ask(lsp.InlayHintRequest.type, { textDocument, range }), lsp.InlayHint.is));
  check('formatting', Array.isArray(await ask(lsp.DocumentFormattingRequest.type,
    { textDocument, options: { tabSize: 4, insertSpaces: true } })));

  client.sendNotification(lsp.DidChangeTextDocumentNotification.type, { textDocument: { uri, version: 2 },
    contentChanges: [{ range: lsp.Range.create(0, 0, 0, 0), text: 'assign agnt to everyone\n' }] });
  const actions = await ask(lsp.CodeActionRequest.type,
    { textDocument, range: lsp.Range.create(0, 0, 0, 30), context: { diagnostics: [] } });
  check('actions', all(actions, lsp.CodeAction.is));
  while (!published.some((one) => one.version === 2)) await new Promise((go) => setImmediate(go));
  check('diagnostics', all(published.find((one) => one.version === 2).diagnostics, lsp.Diagnostic.is));
  client.sendNotification(lsp.DidSaveTextDocumentNotification.type, { textDocument });
  client.sendNotification(lsp.DidCloseTextDocumentNotification.type, { textDocument });
  await ask(lsp.ShutdownRequest.type);
  const ended = new Promise((go) => server.on('exit', go));
  client.sendNotification(lsp.ExitNotification.type);
  check('it ends with 0', await ended === 0);
}

main().catch((error) => { failed++; console.log(String(error)); }).then(() => {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
});
