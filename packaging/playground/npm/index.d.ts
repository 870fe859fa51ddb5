/** What is wrong at one place; columns and lines from 1, columns in characters. */
export interface Diagnostic {
  severity: 'error' | 'warning';
  id: string;
  message: string;
  file?: string;
  line?: number;
  column?: number;
  end_line?: number;
  end_column?: number;
  suggestion?: string;
  notes: { message: string; file?: string; line?: number; column?: number }[];
}

/** Files that the policy includes, by path relative to it. */
export type Files = Record<string, string>;

/** Checks a policy, proves its claims and runs its tests. */
export function check(text: string, options?: { files?: Files }): {
  ok: boolean;
  errors: number;
  warnings: number;
  diagnostics: Diagnostic[];
};

/** Asks one question. Throws where there is no answer, as for a policy with errors. */
export function can(text: string, user: string, service: string, options?: {
  groups?: string[];
  at?: Date | string;
  from?: string;
  tty?: string;
  host?: string;
  files?: Files;
}): { allowed: boolean; verdict: string; reason: string; [fact: string]: unknown };

/** The table of a policy: the bytes that `rolegate compile` writes. Throws where there are errors. */
export function compile(text: string, options?: { files?: Files }): Uint8Array;

/** A policy in the form of `rolegate fmt`. */
export function format(text: string): string;
