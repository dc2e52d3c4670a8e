using System.Text.Json.Serialization;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>The body of threatMatches:find and fullHashes:find.</summary>
/// <param name="ThreatInfo">What is asked.</param>
internal sealed record FindRequest(ThreatQuery? ThreatInfo);

/// <summary>What is asked about, and of which kinds.</summary>
/// <param name="ThreatTypes">SOCIAL_ENGINEERING, MALWARE or others, which match nothing here.</param>
/// <param name="PlatformTypes">ANY_PLATFORM, WINDOWS, …; echoed.</param>
/// <param name="ThreatEntryTypes">URL.</param>
/// <param name="ThreatEntries">The addresses or hashes.</param>
internal sealed record ThreatQuery(IReadOnlyList<string?>? ThreatTypes, IReadOnlyList<string?>? PlatformTypes, IReadOnlyList<string?>? ThreatEntryTypes, IReadOnlyList<ThreatEntry?>? ThreatEntries);

/// <summary>One address, or a hash of it.</summary>
/// <param name="Url">The address.</param>
/// <param name="Hash">Base64 of 4 to 32 bytes of the SHA-256 of an expression of it.</param>
internal sealed record ThreatEntry(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hash = null);

/// <summary>The matches; none is an object without members.</summary>
/// <param name="Matches">One for each address or hash that is known.</param>
/// <param name="NegativeCacheDuration">How long hashes that do not match may be taken as harmless.</param>
internal sealed record FindAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ThreatMatch>? Matches,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NegativeCacheDuration = null);

/// <summary>One match.</summary>
/// <param name="ThreatType">SOCIAL_ENGINEERING or MALWARE.</param>
/// <param name="PlatformType">As it was asked.</param>
/// <param name="ThreatEntryType">URL.</param>
/// <param name="Threat">What matched.</param>
/// <param name="CacheDuration">How long this may be kept, such as 300s.</param>
internal sealed record ThreatMatch(string ThreatType, string PlatformType, string ThreatEntryType, ThreatEntry Threat, string CacheDuration);

/// <summary>Which lists there are.</summary>
/// <param name="ThreatLists">The lists.</param>
internal sealed record ThreatListsAnswer(IReadOnlyList<ThreatListName> ThreatLists);

/// <summary>A list.</summary>
internal sealed record ThreatListName(string ThreatType, string PlatformType, string ThreatEntryType);

/// <summary>The body of threatListUpdates:fetch.</summary>
/// <param name="ListUpdateRequests">The lists and the state in which the client has them.</param>
internal sealed record UpdatesRequest(IReadOnlyList<UpdateRequest?>? ListUpdateRequests);

/// <summary>One list and its state at the client.</summary>
internal sealed record UpdateRequest(string? ThreatType, string? PlatformType, string? ThreatEntryType, string? State);

/// <summary>The lists as they are.</summary>
internal sealed record UpdatesAnswer(IReadOnlyList<ListUpdate> ListUpdateResponses, string MinimumWaitDuration);

/// <summary>One list: whole, or nothing new.</summary>
internal sealed record ListUpdate(
    string ThreatType, string PlatformType, string ThreatEntryType, string ResponseType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Additions>? Additions, string NewClientState, ListChecksum Checksum);

/// <summary>Four-byte prefixes, uncompressed.</summary>
internal sealed record Additions(string CompressionType, RawHashes RawHashes);

/// <summary>Prefixes one after another, base64.</summary>
internal sealed record RawHashes(int PrefixSize, [property: JsonPropertyName("rawHashes")] string Hashes);

/// <summary>SHA-256 over the prefixes in order, base64.</summary>
internal sealed record ListChecksum(string Sha256);
