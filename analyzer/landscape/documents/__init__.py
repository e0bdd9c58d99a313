"""The landscape file as pydantic models: its fields, their types, and what they mean.

One class per kind of entry; the text below each field is the hover text of the JSON Schema, in
Japanese and English. What needs more than one field or entry is in `checks`.
"""

from analyzer.landscape.documents.bridges import BridgeDocument, ExistingBridgeDocument
from analyzer.landscape.documents.entry import AvailableDocument, Document, Entry, ExtensionDocument, Pair
from analyzer.landscape.documents.file import LandscapeFile
from analyzer.landscape.documents.header import (
    CapacityDocument,
    CostsDocument,
    HorizonDocument,
    LandscapeDocument,
    TestsDocument,
)
from analyzer.landscape.documents.platforms import (
    EnvironmentDocument,
    HubDocument,
    LineDocument,
    PackageDocument,
    SlipDocument,
    VendorDocument,
)
from analyzer.landscape.documents.rules import (
    RULE_KINDS,
    BeforeDocument,
    BlackoutDocument,
    FixedDocument,
    LawChangeDocument,
    PatternDocument,
    RuleDocument,
    SelectorDocument,
    TogetherDocument,
    rule_kind,
)
from analyzer.landscape.documents.scenarios import (
    CHANGE_KINDS,
    ChangeDocument,
    ScenarioDocument,
    ScenariosFile,
)
from analyzer.landscape.documents.systems import (
    FormDocument,
    IntegrationDocument,
    MoveDocument,
    NeedsLineDocument,
    RealizationDocument,
    SystemDocument,
    TargetDocument,
)

__all__ = [
    "CHANGE_KINDS",
    "RULE_KINDS",
    "AvailableDocument",
    "BeforeDocument",
    "BlackoutDocument",
    "BridgeDocument",
    "CapacityDocument",
    "ChangeDocument",
    "CostsDocument",
    "Document",
    "Entry",
    "EnvironmentDocument",
    "ExistingBridgeDocument",
    "ExtensionDocument",
    "FixedDocument",
    "FormDocument",
    "HorizonDocument",
    "HubDocument",
    "IntegrationDocument",
    "LandscapeDocument",
    "LandscapeFile",
    "LawChangeDocument",
    "LineDocument",
    "MoveDocument",
    "NeedsLineDocument",
    "PackageDocument",
    "Pair",
    "PatternDocument",
    "RealizationDocument",
    "RuleDocument",
    "ScenarioDocument",
    "ScenariosFile",
    "SelectorDocument",
    "SlipDocument",
    "SystemDocument",
    "TargetDocument",
    "TestsDocument",
    "TogetherDocument",
    "VendorDocument",
    "rule_kind",
]
