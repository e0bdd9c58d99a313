"""The whole file."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analyzer.landscape.documents.bridges import BridgeDocument, ExistingBridgeDocument
from analyzer.landscape.documents.entry import Document
from analyzer.landscape.documents.header import LandscapeDocument
from analyzer.landscape.documents.platforms import (
    EnvironmentDocument,
    HubDocument,
    LineDocument,
    PackageDocument,
    VendorDocument,
)
from analyzer.landscape.documents.rules import LawChangeDocument, PatternDocument, RuleDocument
from analyzer.landscape.documents.systems import IntegrationDocument, SystemDocument


class LandscapeFile(Document):
    """連携の全体像のファイル(第 1 版)。The landscape file, version 1."""

    schema_version: Literal[1]
    """ファイル形式の版。Version of the format."""
    landscape: LandscapeDocument
    """団体と計画の全体。The municipality and the plan as a whole."""
    vendors: list[VendorDocument] = Field(default_factory=list)
    """ベンダ。Vendors."""
    environments: list[EnvironmentDocument] = Field(default_factory=list)
    """稼働環境。Environments."""
    lines: list[LineDocument] | None = None
    """回線。省略すると回線を調べない。Left out, transport is not checked."""
    hubs: list[HubDocument] = Field(default_factory=list)
    """ハブ。Hubs."""
    packages: list[PackageDocument] = Field(default_factory=list)
    """パッケージ。Packages."""
    systems: list[SystemDocument] = Field(default_factory=list)
    """システム。Systems."""
    integrations: list[IntegrationDocument] = Field(default_factory=list)
    """連携。Integrations."""
    bridges: list[BridgeDocument] | None = None
    """過渡期連携のカタログ。省略すると manual 以外を setup 1 で使える。
    The catalogue; left out: every kind but manual at setup 1."""
    existing_bridges: list[ExistingBridgeDocument] = Field(default_factory=list)
    """すでにある過渡期連携。Bridges that already stand."""
    law_changes: list[LawChangeDocument] = Field(default_factory=list)
    """制度改正。Law changes."""
    rules: list[RuleDocument] = Field(default_factory=list)
    """規則。Rules."""
    patterns: list[PatternDocument] = Field(default_factory=list)
    """パターン。Patterns, beside the built-in ones."""
