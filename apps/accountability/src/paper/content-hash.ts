import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { ActEntity } from '../act/act.entity.js';
import type { ActFigure } from './figure.js';

/**
 * SHA-256 over everything a signature stands for: text, values, figures, addressees, issuer, and as much of the arrangement
 * as is settled. What dates and the arrangement fill in later is not part of it, and is worked out, not written by hand.
 */
export const contentSha256 = (act: ActEntity, figures: readonly ActFigure[]): string =>
  createHash('sha256')
    .update(
      canonicalJson({
        kind: act.kind,
        title: act.title,
        template: act.template,
        parameters: act.parameters,
        arrangement: act.arrangement,
        issuing: act.issuing,
        addressee: act.addresseeUnitId,
        posts: act.addresseePostIds,
        copies: [act.copyToUnitIds, act.copyToPostIds],
        lifts: act.liftsActId,
        revokes: act.revokesActId,
        corrects: act.correctsActId,
        figures: figures.map(({ id, label, definition, parameters, cutoff, value, unit, state, source, revision }) => ({
          id,
          label,
          definition,
          parameters,
          cutoff,
          value,
          unit,
          state,
          source,
          revision,
        })),
      }),
    )
    .digest('hex');
