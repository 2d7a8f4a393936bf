import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { CreateRegister1767225600000 } from './migrations/1767225600000-create-register.js';
import { CreateTelemetry1767225600001 } from './migrations/1767225600001-create-telemetry.js';
import { CreateAir1767225600002 } from './migrations/1767225600002-create-air.js';
import { CreateWater1767225600003 } from './migrations/1767225600003-create-water.js';
import { CreateIndicator1767225600004 } from './migrations/1767225600004-create-indicator.js';
import { AddTimerDue1767225600005 } from './migrations/1767225600005-add-timer-due.js';
import { CreateRecomputation1767225600006 } from './migrations/1767225600006-create-recomputation.js';
import { TakeImports1767225600007 } from './migrations/1767225600007-take-imports.js';
import { VoidHours1767225600030 } from './migrations/1767225600030-void-hours.js';
import { CreateTarget1767225600031 } from './migrations/1767225600031-create-target.js';
import { CreateExternalRanking1767225600032 } from './migrations/1767225600032-create-external-ranking.js';
import { KeepSectionMonths1767225600040 } from './migrations/1767225600040-keep-section-months.js';
import { KeepPlansAndPlants1767225600041 } from './migrations/1767225600041-keep-plans-and-plants.js';
import { PackReadings1767225600050 } from './migrations/1767225600050-pack-readings.js';
import { CreateGapAsking1767225600060 } from './migrations/1767225600060-create-gap-asking.js';
import { PackPacketMonths1767225600051 } from './migrations/1767225600051-pack-packet-months.js';
import { CloseIndicators1767225600052 } from './migrations/1767225600052-close-indicators.js';
import { CreateWaterCapacity1767225600053 } from './migrations/1767225600053-create-water-capacity.js';
import { MendImports1767225600070 } from './migrations/1767225600070-mend-imports.js';
import { ReviewHeldValues1767225600080 } from './migrations/1767225600080-review-held-values.js';
import { KeepDeviceRecords1767225600085 } from './migrations/1767225600085-keep-device-records.js';
import { BuildHours1767225600086 } from './migrations/1767225600086-build-hours.js';
import { RecomputeSections1767225600095 } from './migrations/1767225600095-recompute-sections.js';
import { CreateBlackWater1767225600100 } from './migrations/1767225600100-create-black-water.js';
import { CreateExternalAverage1767225600101 } from './migrations/1767225600101-create-external-average.js';
import { WatchRegistered1767225600105 } from './migrations/1767225600105-watch-registered.js';
import { HoldContradictions1767225600107 } from './migrations/1767225600107-hold-contradictions.js';
import { PublishSourcesAndPlants1767225600092 } from './migrations/1767225600092-publish-sources-and-plants.js';
import { WatchTargets1767225600090 } from './migrations/1767225600090-watch-targets.js';
import { IndexNewest1767225600110 } from './migrations/1767225600110-index-newest.js';
import { KeepSeals1767225600111 } from './migrations/1767225600111-keep-seals.js';
import { WithdrawAverages1767225600125 } from './migrations/1767225600125-withdraw-averages.js';
import { ImportBlackWaterSamples1767225600126 } from './migrations/1767225600126-import-black-water-samples.js';
import { GroupReferences1767225600127 } from './migrations/1767225600127-group-references.js';
import { FollowSampleVersions1767225600132 } from './migrations/1767225600132-follow-sample-versions.js';
import { RecogniseDust1767225600140 } from './migrations/1767225600140-recognise-dust.js';
import { KeepPlacesOfRecomputation1767225600150 } from './migrations/1767225600150-keep-places-of-recomputation.js';
import { RecomputeDust1767225600151 } from './migrations/1767225600151-recompute-dust.js';
import { PinHoursOfDays1767225600200 } from './migrations/1767225600200-pin-hours-of-days.js';
import { KeepPasts1767225600201 } from './migrations/1767225600201-keep-pasts.js';
import { KeepWithdrawalOfTargets1767225600210 } from './migrations/1767225600210-keep-withdrawal-of-targets.js';

/** All tables of this service are read and written as sets: it has no entities. */
export const monitoringDataSource = (url: string) =>
  serviceDataSource({
    schema: 'monitoring',
    url,
    entities: [],
    migrations: [
      HouseTables1700000000000,
      CreateRegister1767225600000,
      CreateTelemetry1767225600001,
      CreateAir1767225600002,
      CreateWater1767225600003,
      CreateIndicator1767225600004,
      AddTimerDue1767225600005,
      CreateRecomputation1767225600006,
      TakeImports1767225600007,
      VoidHours1767225600030,
      CreateTarget1767225600031,
      CreateExternalRanking1767225600032,
      KeepSectionMonths1767225600040,
      KeepPlansAndPlants1767225600041,
      PackReadings1767225600050,
      CreateGapAsking1767225600060,
      PackPacketMonths1767225600051,
      CloseIndicators1767225600052,
      CreateWaterCapacity1767225600053,
      MendImports1767225600070,
      ReviewHeldValues1767225600080,
      KeepDeviceRecords1767225600085,
      BuildHours1767225600086,
      RecomputeSections1767225600095,
      CreateBlackWater1767225600100,
      CreateExternalAverage1767225600101,
      WatchRegistered1767225600105,
      HoldContradictions1767225600107,
      PublishSourcesAndPlants1767225600092,
      WatchTargets1767225600090,
      IndexNewest1767225600110,
      KeepSeals1767225600111,
      WithdrawAverages1767225600125,
      ImportBlackWaterSamples1767225600126,
      GroupReferences1767225600127,
      FollowSampleVersions1767225600132,
      RecogniseDust1767225600140,
      KeepPlacesOfRecomputation1767225600150,
      RecomputeDust1767225600151,
      PinHoursOfDays1767225600200,
      KeepPasts1767225600201,
      KeepWithdrawalOfTargets1767225600210,
    ],
    poolSize: 10,
  });
