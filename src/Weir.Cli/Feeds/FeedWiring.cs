using System.CommandLine;
using Weir.Detection.Reference;
using Weir.Evidence.Http;
using Weir.Pipeline.Feeds;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Cli.Feeds;

/// <summary>The collector as the command line runs it.</summary>
internal static class FeedWiring
{
    public static FeedCollector Collector(ParseResult parsed, WeirStore store, GuardedHttp http) =>
        new(store, LearningOptions.Read(parsed.DataDirectory()).Feeds, FeedParts.From(ReferenceLists.Load(parsed.DataDirectory()), http));
}
