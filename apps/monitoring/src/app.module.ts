import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { KnownQueryInterceptor } from '#libs/identity/known-query.interceptor.js';
import type { Pack } from '#libs/policy/pack.js';
import { PACK } from '#libs/service/tokens.js';
import { AirController } from './air/air.controller.js';
import { AirSeriesController } from './air/air-series.controller.js';
import { AirComparisonController } from './air-comparison/air-comparison.controller.js';
import { BlackWaterController } from './black-water/black-water.controller.js';
import { BlackWaterImportController } from './black-water/black-water-import.controller.js';
import { CoverageController } from './coverage/coverage.controller.js';
import { DeviceHealthController } from './device-health/device-health.controller.js';
import { DeviceRecordController } from './device-record/device-record.controller.js';
import { DischargePatternController } from './discharge-pattern/discharge-pattern.controller.js';
import { DrinkingSourceController } from './drinking-source/drinking-source.controller.js';
import { DustDayController } from './dust-day/dust-day.controller.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { ExternalAverageController } from './external-average/external-average.controller.js';
import { ExternalRankingController } from './external-ranking/external-ranking.controller.js';
import { FaultController } from './fault/fault.controller.js';
import { FaultConsumer } from './fault/fault.consumer.js';
import { HourNoteController } from './hour-note/hour-note.controller.js';
import { HourVoidController } from './hour-void/hour-void.controller.js';
import { SuspectHoursController } from './hour-void/suspect-hours.controller.js';
import { GapConsumer } from './gap/gap.consumer.js';
import { GapController } from './gap/gap.controller.js';
import { ImportConsumer } from './import/import.consumer.js';
import { IndicatorController } from './indicator/indicator.controller.js';
import { ExceedanceController } from './outlet/exceedance.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { DevicePacketController } from './packet/device-packet.controller.js';
import { PacketConsumer } from './packet/packet.consumer.js';
import { RawPacketController } from './packet/raw-packet.controller.js';
import { POLICY, policyOf } from './policy.js';
import { ReadingController } from './reading/reading.controller.js';
import { ReferenceConsumer } from './reference.consumer.js';
import { RecomputationController } from './recomputation/recomputation.controller.js';
import { DeviceController } from './register/device.controller.js';
import { OutletController } from './register/outlet.controller.js';
import { SectionController } from './register/section.controller.js';
import { StationController } from './register/station.controller.js';
import { DataReviewController } from './held-value/held-value.controller.js';
import { SectionAbsenceController } from './section-absence/section-absence.controller.js';
import { SectionMonthController } from './section-month/section-month.controller.js';
import { SectionYearsController } from './section-month/section-years.controller.js';
import { SectionPlanController } from './section-plan/section-plan.controller.js';
import { SectionRowController } from './section-row/section-row.controller.js';
import { SectionTargetController } from './section-target/section-target.controller.js';
import { SewagePlantController } from './sewage-plant/sewage-plant.controller.js';
import { WaterCapacityController } from './water-capacity/water-capacity.controller.js';
import { WaterSummaryController } from './water-summary/water-summary.controller.js';
import { TargetController } from './target/target.controller.js';

@Module({
  controllers: [
    PacketConsumer,
    FaultConsumer,
    GapConsumer,
    GapController,
    DeviceRecordController,
    ImportConsumer,
    ReferenceConsumer,
    StationController,
    SectionController,
    SectionMonthController,
    SectionYearsController,
    SectionTargetController,
    SectionAbsenceController,
    SectionPlanController,
    SectionRowController,
    WaterCapacityController,
    WaterSummaryController,
    DrinkingSourceController,
    BlackWaterController,
    BlackWaterImportController,
    SewagePlantController,
    OutletController,
    DischargePatternController,
    DeviceController,
    AirController,
    AirSeriesController,
    HourVoidController,
    SuspectHoursController,
    TargetController,
    AirComparisonController,
    ExternalRankingController,
    ExternalAverageController,
    DustDayController,
    HourNoteController,
    CoverageController,
    DeviceHealthController,
    ReadingController,
    IndicatorController,
    ExceedanceController,
    DataReviewController,
    DevicePacketController,
    RawPacketController,
    RecomputationController,
    FaultController,
    OverviewController,
    EvidenceController,
  ],
  providers: [
    { provide: APP_INTERCEPTOR, useValue: new KnownQueryInterceptor() },
    { provide: POLICY, inject: [PACK], useFactory: (pack: Pack) => policyOf(pack) },
  ],
})
export class MonitoringModule {}
