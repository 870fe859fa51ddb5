// extension.js - starts `rolegate lsp` for policies; all that the editor shows comes from there.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

exports.activate = async function (context) {
  const settings = vscode.workspace.getConfiguration('rolegate');
  const folders = settings.get('include').flatMap((folder) => ['-I', folder]);
  const server = { command: settings.get('command'), args: ['lsp', ...folders] };

  client = new LanguageClient('rolegate', 'rolegate', server, { documentSelector: [{ language: 'rolegate' }] });
  context.subscriptions.push(client);
  await client.start();
};

exports.deactivate = function () {
  return client ? client.stop() : undefined;
};
