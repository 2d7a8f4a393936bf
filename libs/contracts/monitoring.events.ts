import { z } from 'zod';
import { defineEvent } from './event.js';
import { defineIndicator, defineSeal } from './indicator.js';
import { AnswersFor, Basis, CivilDate, DecimalText, Instant, SubjectRef } from './shapes.js';

/** How the door understands a device and speaks to it; what is absent follows the standard. */
export const DeviceSettings = z.object({
  /** System code ST of commands; that of the device's own packets where absent. */
  systemCode: z
    .string()
    .regex(/^[0-9A-Z]{2,4}$/)
    .optional(),
  /** The checksum it computes. */
  crc: z.enum(['standard', 'modbus', 'modbusSwapped', 'swapped', 'constant']).optional(),
  /** Whether it knows an answer by the QN of the answer, or as in HJ/T 212-2005 by QN and CN inside CP. */
  answers: z.enum(['byQn', 'insideCp']).optional(),
  /** SM4 keys, sealed under the installation's key: the one in force, and behind it the one before. */
  cipherKeys: z.array(z.string().max(500)).max(2).optional(),
  /** Minutes of its minute data (CN 2051). */
  minuteInterval: z.int().min(1).max(30).optional(),
  /** Which twelve digits of a DataTime are; they can be read in two ways and are refused where absent. */
  twelveDigits: z.enum(['YYMMDDhhmmss', 'YYYYMMDDhhmm']).optional(),
  /** Numbers it sends where it has no value, such as `-9999`. */
  placeholders: z
    .array(z.string().regex(/^[+-]?\d{1,12}(\.\d{1,6})?$/))
    .max(10)
    .optional(),
  /** Whether times far from their receipt tell of a wrong clock; they do where absent. `leave` is for replays. */
  clock: z.enum(['watch', 'leave']).optional(),
  /** Whether its station's hours are those it sends, or, as it sends none, means of its minutes; the former where absent. */
  hoursFrom: z.enum(['device', 'minutes']).optional(),
  /** How long its answer to a command is waited for, how often the command is sent again, and how long it may execute. */
  overTimeSeconds: z.int().min(1).max(99).optional(),
  reCount: z.int().min(0).max(99).optional(),
  executionSeconds: z.int().min(1).max(3600).optional(),
  /** Addresses and networks (CIDR) its packets may come from; any where absent. */
  sources: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .min(1)
    .max(50)
    .optional(),
  /** Whether hours that are missing are asked for again; they are where absent. */
  gaps: z.enum(['ask', 'leave']).optional(),
});

export const DeviceState = defineEvent({
  topic: 'monitoring.devices',
  type: 'device.state',
  version: 1,
  order: 'key',
  says: 'A device and how its packets are to be read; the password only as a keyed hash.',
  data: z.object({
    id: z.string(),
    version: z.int().positive(),
    retired: z.boolean(),
    /** Equipment number MN of HJ 212. */
    mn: z.string(),
    subject: SubjectRef,
    /** HMAC-SHA-256 of the device password under the installation key, hex. */
    passwordHash: z.string(),
    protocol: z.enum(['HJ212-2005', 'HJ212-2017', 'HJ212-2025']),
    /** Reading profile: e.g. the offset of DataTime to the hour label, and units by factor. */
    profile: z.object({ hourLabelOffsetMinutes: z.int(), units: z.record(z.string(), z.string()) }),
    silenceAfterHours: z.int().positive().nullable(),
    settings: DeviceSettings.optional(),
  }),
});
export const DeviceDataWanted = defineEvent({
  topic: 'monitoring.device-commands',
  type: 'device-data.wanted',
  version: 1,
  order: 'key',
  says: 'Periods a device measured are missing: it is to be asked for them again.',
  data: z.object({
    askingId: z.uuid(),
    deviceId: z.string(),
    mn: z.string(),
    /** Command of HJ 212 that asks for the history. */
    cn: z.enum(['2031', '2051', '2061']),
    /** First and last DataTime asked for, as instants. */
    from: Instant,
    to: Instant,
    /** Not to be sent after this. */
    expiresAt: Instant,
  }),
});
export const MonitoredSubjectState = defineEvent({
  topic: 'monitoring.subjects',
  type: 'subject.state',
  version: 1,
  order: 'key',
  says: 'A station, section or outlet: where it is, who answers for it, how it counts.',
  data: z.object({
    id: z.string(),
    version: z.int().positive(),
    retired: z.boolean(),
    kind: z.enum(['station', 'section', 'outlet']),
    name: z.string(),
    areaId: z.string(),
    /** Who runs it: 国控, 省控, 市控, 县控, 乡镇. Absent where nobody has recorded it. */
    controlLevel: z.enum(['national', 'provincial', 'municipal', 'county', 'township']).optional(),
    position: z.tuple([z.number(), z.number()]).nullable(),
    /** Whether a station is an evaluation point (评价点位), by which paper and from when. */
    evaluationPoint: z
      .object({ status: z.enum(['yes', 'no', 'unknown']), basis: z.string().nullable(), from: CivilDate.nullable() })
      .nullable(),
    /** Sections: water type, standing target class 1–5 with the paper that sets it, and where the section belongs. */
    water: z
      .object({
        type: z.enum(['river', 'lake']),
        target: z.int().min(1).max(5),
        basis: z.string().min(1).max(200).optional(),
        /** Control levels (国控, 省控, 省级专项 …); one section may have several. */
        levels: z.array(z.string().min(1).max(30)).max(10).optional(),
        river: z.string().min(1).max(60).optional(),
        basin: z.string().min(1).max(60).optional(),
        /** Place along the river, upstream first. */
        order: z.int().min(0).max(9999).optional(),
        monitoring: z.enum(['automatic', 'manual']).optional(),
        /** Outbound sections (出境断面): the class to be kept in every single month. */
        mustKeep: z.int().min(1).max(5).optional(),
        /** Whether its basin is under the warning rule of 长江流域水环境质量监测预警办法(试行); the rule needs the basin's name. */
        basinWatch: z.boolean().optional(),
      })
      .nullable(),
    /** Outlets: limits by factor code, the time they are averaged over and the days they are in force, past ones with them. */
    limits: z.array(
      z.object({
        factor: z.string(),
        limit: DecimalText,
        unit: z.string(),
        basis: z.string(),
        averaging: z
          .enum(['hour', 'day'])
          .optional()
          .describe('What the limit is averaged over; a limit that does not say is of the hour.'),
        fewestHours: z
          .int()
          .min(1)
          .max(24)
          .optional()
          .describe(
            'Of a limit of a day: usable hours its mean needs; those of the policy for water or gas where absent.',
          ),
        from: CivilDate.optional().describe(
          'First day in force. Where absent: ever since for the first limit of a factor and averaging time; a limit that differs from the one in force begins on the day it is written.',
        ),
        to: CivilDate.optional().describe(
          'Last day in force; until further notice where absent. One left out of a later entry stays and ends the day before.',
        ),
      }),
    ),
    /** Feed or device network whose silence is one cause, e.g. `air`. */
    network: z.string(),
    /** Hours without a row after which a subject of a feed is silent: the pack's where absent, never where null. */
    silenceAfterHours: z.int().positive().nullable().optional(),
    answersFor: z.array(AnswersFor),
  }),
});
export const DrinkingSourceState = defineEvent({
  topic: 'monitoring.drinking-sources',
  type: 'drinking-source.state',
  version: 1,
  order: 'key',
  says: 'A drinking-water source: where it is and who answers for it.',
  data: z.object({
    id: z.string(),
    version: z.int().positive(),
    retired: z.boolean(),
    name: z.string(),
    areaId: z.string(),
    answersFor: z.array(AnswersFor),
  }),
});
const Exceedance = z.object({
  exceedanceId: z.uuid(),
  /** Which version of the episode is told; absent in what was told before episodes kept their pasts. */
  version: z.int().positive().optional(),
  subject: SubjectRef,
  factor: z.string(),
  factorName: z.string(),
  limit: DecimalText,
  unit: z.string(),
  limitBasis: z.string(),
  startedAt: Instant,
  /** Hours above the limit so far, in order: label (end of the hour) and value. */
  hours: z.array(z.object({ label: Instant, value: DecimalText })),
  peak: DecimalText,
  endedAt: Instant.nullable(),
  /** It turned out not to have been one of its own: late or corrected hours joined it to an earlier one, or undid it. */
  withdrawn: z.enum(['merged', 'corrected']).optional(),
  basis: Basis,
});
export const ExceedanceStarted = defineEvent({
  topic: 'monitoring.exceedances',
  type: 'exceedance.started',
  version: 1,
  order: 'key',
  data: Exceedance,
  says: 'An hour mean passed its limit.',
});
export const ExceedanceUpdated = defineEvent({
  topic: 'monitoring.exceedances',
  type: 'exceedance.updated',
  version: 1,
  order: 'key',
  data: Exceedance,
  says: 'A further hour above the limit, or a correction.',
});
export const ExceedanceEnded = defineEvent({
  topic: 'monitoring.exceedances',
  type: 'exceedance.ended',
  version: 1,
  order: 'key',
  data: Exceedance,
  says: 'An hour at or below the limit ended the exceedance.',
});
/** Silence of a device or feed subject; grouped per network by the rule that reads it. */
const Silence = z.object({
  subject: SubjectRef,
  network: z.string(),
  /** Its newest data time; of one that was never heard of, when it was registered. */
  lastSeenAt: Instant,
  /** Nothing was ever heard of it; what comes first ends the silence. */
  neverHeard: z.boolean().optional(),
  silentSince: Instant,
  endedAt: Instant.nullable(),
  subjectsInNetwork: z.int(),
});
export const SilenceStarted = defineEvent({
  topic: 'monitoring.exceedances',
  type: 'silence.started',
  version: 1,
  order: 'key',
  data: Silence,
  says: 'Nothing was heard from a subject for its allowed time.',
});
export const SilenceEnded = defineEvent({
  topic: 'monitoring.exceedances',
  type: 'silence.ended',
  version: 1,
  order: 'key',
  data: Silence,
  says: 'A silent subject was heard again.',
});
export const MonitoringIndicator = defineIndicator('monitoring');
export const MonitoringSealed = defineSeal('monitoring');

export const ImportSliceTaken = defineEvent({
  topic: 'monitoring.imports',
  type: 'import.slice-taken',
  version: 1,
  order: 'key',
  says: 'Some lines of an imported file were taken in: how many, how many changed anything, and which were not taken.',
  data: z.object({
    importId: z.uuid(),
    /** Number of the first line in the file; with the import it tells slices apart. */
    firstLine: z.int().positive(),
    rows: z.int().nonnegative(),
    /** Rows that were new or corrected a value. */
    changed: z.int().nonnegative(),
    refused: z.array(z.object({ line: z.int().positive(), column: z.string(), reason: z.string(), text: z.string() })),
  }),
});
export const ImportAssessed = defineEvent({
  topic: 'monitoring.imports',
  type: 'import.assessed',
  version: 1,
  order: 'key',
  says: 'Days, areas and months that rest on an imported file have been worked out.',
  data: z.object({ importId: z.uuid() }),
});
export const ImportTakenBack = defineEvent({
  topic: 'monitoring.imports',
  type: 'import.taken-back',
  version: 1,
  order: 'key',
  says: 'Every value an undone import had brought has been replaced by what was there before, and what rests on it worked out.',
  data: z.object({ importId: z.uuid(), changed: z.int().nonnegative() }),
});
