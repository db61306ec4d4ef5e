"""What the endpoints of exports take and give. Source: "Exports"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageNumber, PageSize, QueryParams, RequestBody
from mockserver.vendors.scravio.fields import Address, Id, Moment, Order, Pagination


class ExportStatus(StrEnum):
    """Where an export stands."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class FileFormat(StrEnum):
    """What kind of file is made."""

    CSV = "csv"
    XLSX = "xlsx"


class SortBy(StrEnum):
    """By what a list of exports is ordered."""

    CREATED_AT = "createdAt"
    COMPLETED_AT = "completedAt"
    STATUS = "status"


class CreateExportRequest(RequestBody):
    """Leads to be exported."""

    campaign_id: Id = Field(alias="campaignId", description="Campaign ID to export leads from")
    email_only: bool = Field(False, alias="emailOnly", description="Export only leads that have an email")
    only_valid_emails: bool = Field(
        False, alias="onlyValidEmails", description="Export only leads with validated (deliverable) emails"
    )
    file_format: Annotated[FileFormat, Field(strict=False)] = Field(
        FileFormat.CSV, alias="fileFormat", description="Export file format"
    )


class ExportsQuery(QueryParams):
    """Which exports are asked for."""

    page: PageNumber = Field(1, description="Page number")
    per_page: PageSize = Field(10, alias="perPage", description="Items per page, at most 100")
    campaign_id: Id | None = Field(None, alias="campaignId", description="Filter by campaign ID")
    status: ExportStatus | None = Field(None, description="Filter by export status")
    sort_by: SortBy = Field(SortBy.CREATED_AT, alias="sortBy", description="Sort field")
    order: Order = Field(Order.DESCENDING, description="Sort direction")


RequestId = Annotated[str, Field(description="Request tracking ID")]
Status = Annotated[ExportStatus, Field(strict=False, description="Export status")]
Format = Annotated[FileFormat, Field(strict=False, description="File format (csv or xlsx)")]


class CreatedExport(TypedDict):
    """An export that was asked for."""

    exportId: Annotated[Id, Field(description="Export ID")]
    status: Status
    progress: Annotated[float, Field(description="Progress percentage")]
    isEmailOnly: Annotated[bool, Field(description="Whether export is email-only")]
    onlyValidEmails: Annotated[bool, Field(description="Whether export is valid-only")]
    fileFormat: Format
    createdAt: Annotated[Moment, Field(description="Creation timestamp")]
    completedAt: Annotated[Moment | None, Field(description="Completion timestamp")]


class CreatedExportResponse(TypedDict):
    """The export, wrapped."""

    success: bool
    data: CreatedExport
    requestId: RequestId


class Export(TypedDict):
    """An export in the list."""

    exportId: Annotated[Id, Field(description="Export ID")]
    campaignId: Annotated[Id, Field(description="Campaign ID")]
    status: Status
    progress: Annotated[float, Field(description="Progress percentage")]
    isEmailOnly: Annotated[bool, Field(description="Whether email-only")]
    onlyValidEmails: Annotated[bool, Field(description="Whether valid-only")]
    filename: Annotated[str | None, Field(description="Output filename (after completion)")]
    totalRecords: Annotated[int, Field(description="Total records exported (after completion)")]
    fileSize: Annotated[int | None, Field(description="File size in bytes (after completion)")]
    fileFormat: Format
    createdAt: Annotated[Moment, Field(description="Creation timestamp")]
    completedAt: Annotated[Moment | None, Field(description="Completion timestamp")]


class ExportPage(TypedDict):
    """A page of exports."""

    exports: list[Export]
    pagination: Pagination


class ExportList(TypedDict):
    """A page of exports, wrapped."""

    success: bool
    data: ExportPage
    requestId: RequestId


class Download(TypedDict):
    """Where the file is."""

    downloadUrl: Annotated[Address, Field(description="Pre-signed download URL")]
    filename: Annotated[str, Field(description="Suggested filename")]


class DownloadResponse(TypedDict):
    """Where the file is, wrapped."""

    success: bool
    data: Download
    requestId: RequestId
