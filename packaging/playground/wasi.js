// wasi.js - runs the compiler once: the calls of WASI preview 1 that it makes, over files in memory.
// Source of names and numbers: WebAssembly System Interface, snapshot preview 1.
'use strict';

/**
 * Runs a module as `rolegate ARGUMENTS`.
 * @param {WebAssembly.Module} module
 * @param {string[]} args
 * @param {Object<string, Uint8Array|string>} files by absolute path
 * @param {number} [now] milliseconds since 1970; the clock, where it is not said
 * @returns {{status: number, out: string, err: string, files: Map<string, Uint8Array>}}
 */
function rolegateRun(module, args, files, now) {
  const OK = 0, BADF = 8, EXIST = 20, ISDIR = 31, NOENT = 44, NOTDIR = 54, SPIPE = 70;
  const DIRECTORY = 3, REGULAR = 4, ROOT = 3;
  const O_CREAT = 1, O_EXCL = 4, O_TRUNC = 8;
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  const disk = new Map();
  for (const [path, content] of Object.entries(files)) {
    disk.set(path.replace(/^\/+/, ''), typeof content === 'string' ? encoder.encode(content) : content);
  }
  const written = [[], []];
  const open = [{ input: true }, { output: 0 }, { output: 1 }, { folder: '' }];
  const argv = ['rolegate', ...args].map((word) => encoder.encode(word + '\0'));
  let memory, status = 0;
  const ended = new Error('the program has ended');

  const view = () => new DataView(memory.buffer);
  const bytes = (at, length) => new Uint8Array(memory.buffer, at, length);
  const text = (at, length) => decoder.decode(bytes(at, length).slice());
  const isFolder = (path) => path === '' || [...disk.keys()].some((one) => one.startsWith(path + '/'));
  const parts = (at, count) => Array.from({ length: count }, (_, i) =>
    bytes(view().getUint32(at + 8 * i, true), view().getUint32(at + 8 * i + 4, true)));

  function resolve(descriptor, at, length) {
    const path = [];
    for (const part of (open[descriptor].folder + '/' + text(at, length)).split('/')) {
      if (part === '..') path.pop(); else if (part !== '' && part !== '.') path.push(part);
    }
    return path.join('/');
  }
  function inode(path) {
    let hash = 7;
    for (const character of path) hash = (hash * 31 + character.codePointAt(0)) >>> 0;
    return BigInt(hash) + 1n;
  }
  function stat(at, type, path, size) {
    bytes(at, 64).fill(0);
    view().setBigUint64(at, 1n, true);
    view().setBigUint64(at + 8, inode(path), true);
    view().setUint8(at + 16, type);
    view().setBigUint64(at + 24, 1n, true);
    view().setBigUint64(at + 32, BigInt(size), true);
    return OK;
  }
  function statPath(at, path) {
    if (disk.has(path)) return stat(at, REGULAR, path, disk.get(path).length);
    return isFolder(path) ? stat(at, DIRECTORY, path, 0) : NOENT;
  }
  function readAt(file, at, count, from) {
    let got = 0;
    for (const part of parts(at, count)) {
      const piece = file.data.subarray(from + got, from + got + part.length);
      part.set(piece);
      got += piece.length;
      if (piece.length < part.length) break;
    }
    return got;
  }
  function append(file, piece) {
    const grown = new Uint8Array(Math.max(file.data.length, file.at + piece.length));
    grown.set(file.data);
    grown.set(piece, file.at);
    file.at += piece.length;
    file.data = grown;
    disk.set(file.path, grown);
  }

  const calls = {
    args_sizes_get(count, size) {
      view().setUint32(count, argv.length, true);
      view().setUint32(size, argv.reduce((sum, word) => sum + word.length, 0), true);
      return OK;
    },
    args_get(pointers, room) {
      argv.forEach((word, i) => {
        view().setUint32(pointers + 4 * i, room, true);
        bytes(room, word.length).set(word);
        room += word.length;
      });
      return OK;
    },
    environ_sizes_get(count, size) {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return OK;
    },
    environ_get: () => OK,
    clock_time_get(_clock, _precision, at) {
      view().setBigUint64(at, BigInt(now ?? Date.now()) * 1000000n, true);
      return OK;
    },
    fd_close(descriptor) {
      if (!open[descriptor]) return BADF;
      open[descriptor] = undefined;
      return OK;
    },
    fd_fdstat_get(descriptor, at) {
      const file = open[descriptor];
      if (!file) return BADF;
      bytes(at, 24).fill(0);
      view().setUint8(at, file.folder !== undefined ? DIRECTORY : file.data ? REGULAR : 2);
      view().setBigUint64(at + 8, 0x1fffffffn, true);
      view().setBigUint64(at + 16, 0x1fffffffn, true);
      return OK;
    },
    fd_fdstat_set_flags: () => OK,
    fd_filestat_get(descriptor, at) {
      const file = open[descriptor];
      if (!file) return BADF;
      if (file.folder !== undefined) return stat(at, DIRECTORY, file.folder, 0);
      return file.data ? stat(at, REGULAR, file.path, file.data.length) : stat(at, 2, '', 0);
    },
    fd_prestat_get(descriptor, at) {
      if (descriptor !== ROOT) return BADF;
      view().setUint32(at, 0, true);
      view().setUint32(at + 4, 1, true);
      return OK;
    },
    fd_prestat_dir_name(_descriptor, at) {
      bytes(at, 1)[0] = '/'.charCodeAt(0);
      return OK;
    },
    fd_read(descriptor, at, count, got) {
      const file = open[descriptor];
      if (!file) return BADF;
      if (file.folder !== undefined) return ISDIR;
      const length = file.data ? readAt(file, at, count, file.at) : 0;
      if (file.data) file.at += length;
      view().setUint32(got, length, true);
      return OK;
    },
    fd_pread(descriptor, at, count, from, got) {
      const file = open[descriptor];
      if (!file || !file.data) return BADF;
      view().setUint32(got, readAt(file, at, count, Number(from)), true);
      return OK;
    },
    fd_seek(descriptor, by, whence, at) {
      const file = open[descriptor];
      if (!file) return BADF;
      if (!file.data) return SPIPE;
      file.at = Number(by) + (whence === 1 ? file.at : whence === 2 ? file.data.length : 0);
      view().setBigUint64(at, BigInt(file.at), true);
      return OK;
    },
    fd_write(descriptor, at, count, got) {
      const file = open[descriptor];
      if (!file || file.folder !== undefined) return BADF;
      let length = 0;
      for (const part of parts(at, count)) {
        length += part.length;
        if (file.data) append(file, part); else written[file.output ?? 0].push(part.slice());
      }
      view().setUint32(got, length, true);
      return OK;
    },
    fd_readdir(descriptor, room, size, cookie, used) {
      const folder = open[descriptor]?.folder;
      if (folder === undefined) return NOTDIR;
      const under = folder === '' ? '' : folder + '/';
      const names = [...new Set([...disk.keys()].filter((path) => path.startsWith(under))
        .map((path) => path.slice(under.length).split('/')[0]))].sort();
      let at = 0;
      for (let i = Number(cookie); i < names.length && at < size; i++) {
        const name = encoder.encode(names[i]), entry = new Uint8Array(24 + name.length);
        const fields = new DataView(entry.buffer);
        fields.setBigUint64(0, BigInt(i + 1), true);
        fields.setBigUint64(8, inode(under + names[i]), true);
        fields.setUint32(16, name.length, true);
        fields.setUint8(20, disk.has(under + names[i]) ? REGULAR : DIRECTORY);
        entry.set(name, 24);
        const piece = entry.subarray(0, size - at);
        bytes(room + at, piece.length).set(piece);
        at += piece.length;
      }
      view().setUint32(used, at, true);
      return OK;
    },
    path_filestat_get: (descriptor, _flags, at, length, result) => statPath(result, resolve(descriptor, at, length)),
    path_open(descriptor, _look, at, length, how, _rights, _inherit, _flags, result) {
      const path = resolve(descriptor, at, length);
      let file;
      if (disk.has(path)) {
        if (how & O_EXCL) return EXIST;
        file = { path, at: 0, data: how & O_TRUNC ? new Uint8Array(0) : disk.get(path) };
      } else if (isFolder(path)) {
        file = { folder: path };
      } else if (how & O_CREAT) {
        file = { path, at: 0, data: new Uint8Array(0) };
        disk.set(path, file.data);
      } else {
        return NOENT;
      }
      view().setUint32(result, open.push(file) - 1, true);
      return OK;
    },
    proc_exit(code) {
      status = code;
      throw ended;
    },
  };
  // What it links and never calls here has no file to act on.
  const imports = Object.fromEntries(WebAssembly.Module.imports(module)
    .map(({ name }) => [name, calls[name] ?? (() => BADF)]));
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });

  memory = instance.exports.memory;
  try {
    instance.exports._start();
  } catch (error) {
    if (error !== ended) throw error;
  }
  const said = (pieces) => pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
  return { status, out: said(written[0]), err: said(written[1]), files: disk };
}

if (typeof module !== 'undefined') module.exports = { rolegateRun };
