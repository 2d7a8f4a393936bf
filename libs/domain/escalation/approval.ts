/** Who must agree before an act goes out, by kind, colour and addressee: pack data. */
import { Refusal } from '../refusal.js';
import type { ActKind } from './act-lifecycle.js';
import type { Colour, LadderPolicy } from './ladder-policy.js';

export interface ApprovalRule {
  readonly kind: string;
  /** Null: any colour. */
  readonly colour: Colour | null;
  /** True: only when a principal leader is addressed. */
  readonly addressesPrincipal: boolean;
  /** Post kinds that must all sign. */
  readonly signers: readonly string[];
}

export interface ApprovalCase {
  readonly kind: string;
  readonly colour: Colour | null;
  readonly addressesPrincipal: boolean;
}

/** Post kinds that sign a case; the most particular rule wins. Empty: no rule, so nobody may let it out. */
export const signersOf = (rules: readonly ApprovalRule[], asked: ApprovalCase): readonly string[] => {
  const fitting = rules.filter(
    (rule) =>
      rule.kind === asked.kind &&
      (rule.colour === null || rule.colour === asked.colour) &&
      (!rule.addressesPrincipal || asked.addressesPrincipal),
  );
  const weight = (rule: ApprovalRule): number => (rule.colour === null ? 0 : 1) + (rule.addressesPrincipal ? 2 : 0);
  return [...fitting].sort((a, b) => weight(b) - weight(a))[0]?.signers ?? [];
};

/** Post kinds whose signature is still awaited. */
export const signersAwaited = (required: readonly string[], signed: readonly string[]): string[] =>
  required.filter((post) => !signed.includes(post));

/** Nobody reviews or signs a paper he drafted. Refuses with ACT_OWN_DRAFT. */
export const ownDraftConflict = (drafterPersonId: string | null, actorPersonId: string): Refusal | null =>
  drafterPersonId !== null && drafterPersonId === actorPersonId
    ? new Refusal('ACT_OWN_DRAFT', 'An act is reviewed and signed by somebody other than its drafter.', {
        personId: actorPersonId,
      })
    : null;

/** A change after the signature voids it. Refuses with ACT_CHANGED_AFTER_SIGNATURE. */
export const changedAfterSignature = (signedSha256: string, currentSha256: string): Refusal | null =>
  signedSha256 === currentSha256
    ? null
    : new Refusal('ACT_CHANGED_AFTER_SIGNATURE', 'The text differs from the one that was signed.', {
        signed: signedSha256,
        current: currentSha256,
      });

/**
 * Where ladders, kinds and approval rules of a pack do not fit each other: a rung whose document is no kind, whose
 * approvers differ from the approval rules, or which would go out by itself although its kind is signed.
 */
export const approvalFaults = (
  ladders: readonly LadderPolicy[],
  kinds: readonly ActKind[],
  rules: readonly ApprovalRule[],
): string[] => {
  const faults: string[] = [];
  const check = (
    where: string,
    document: string,
    asked: Omit<ApprovalCase, 'kind'>,
    approvers: readonly string[],
  ): void => {
    const kind = kinds.find(({ id }) => id === document);
    if (!kind) {
      faults.push(`${where}: there is no act kind ${document}`);
      return;
    }
    if (kind.isAutomatic) return;
    const signers = signersOf(rules, { kind: document, ...asked });
    if ([...signers].sort().join() !== [...approvers].sort().join())
      faults.push(
        `${where}: approved by ${approvers.join(', ') || 'nobody'}, but ${document} is signed by ${signers.join(', ') || 'nobody'}`,
      );
  };
  for (const { id, rungs } of ladders)
    for (const rung of rungs) {
      const where = `${id}, rung ${rung.id}`;
      const addressesPrincipal = rung.addressee === 'principal';
      const kind = kinds.find((one) => one.id === rung.document);
      if (rung.isAutomatic && kind && !kind.isAutomatic)
        faults.push(`${where}: goes out by itself, but ${kind.id} is signed`);
      if (rung.document !== null)
        check(where, rung.document, { colour: rung.colour, addressesPrincipal }, rung.approvers);
      if (rung.lift)
        check(`${where}, lifting`, rung.lift.document, { colour: null, addressesPrincipal }, rung.lift.approvers);
    }
  for (const { kind } of rules)
    if (!kinds.some(({ id }) => id === kind)) faults.push(`approval rule: there is no act kind ${kind}`);
  return faults;
};
